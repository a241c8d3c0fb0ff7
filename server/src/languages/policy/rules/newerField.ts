import { code, type Rule } from '../../../core';
import { compareReleases, fieldsSince, signatureAuthorities, signatureRelease } from '../../../knowledge';
import { memberOf } from '../../../tree';
import { signedRequirements } from '../model';
import { onPolicy, type PolicyPart } from '../part';

export const newerField: Rule<PolicyPart> = {
  code: 'policy/newer-field',
  title: 'A field that the release in use does not know',
  category: 'compatibility',
  severity: 'error',
  why:
    'The release that you named as target does not know this field, and an unknown field makes it refuse the whole file. ' +
    'Set `confine.policy.target` to what reads the file: `podman 4.3`, `skopeo 1.9`, `debian 12`, or a release of containers/image such as `5.24`. Without it every field counts as known. ' +
    'Debian 12 moreover refuses every sigstore signature when an image is judged.',
  sources: [signatureAuthorities.sigstoreReader, signatureAuthorities.policy],
  example: {
    bad: '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "sigstoreSigned", "keyPaths": ["/etc/pki/containers/team.pub"], "signedIdentity": { "type": "matchRepository" } }] } } }',
    good: '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "sigstoreSigned", "keyPath": "/etc/pki/containers/team.pub", "signedIdentity": { "type": "matchRepository" } }] } } }',
    context: { policy: { target: 'podman 5.0' } },
  },
  check: onPolicy(function* ({ policy }, context) {
    const release = signatureRelease(context.policy.target);
    if (!release) return;
    for (const { type, typeNode, node } of signedRequirements(policy)) {
      const newer = fieldsSince.filter((entry) => entry.requirement === type && compareReleases(entry.since, release.image) > 0);
      for (const { fields, since } of newer) {
        for (const field of fields) {
          const place = field === 'type' ? typeNode : memberOf(node, field)?.key;
          const word = field === 'type' ? type : field;
          if (place)
            yield {
              span: place.span,
              message: `${code(word ?? '')} came with containers/image ${since}, so ${release.name} refuses the file.`,
            };
        }
      }
      if (release.note && type === 'sigstoreSigned' && typeNode && !newer.length)
        yield { span: typeNode.span, message: release.note, severity: 'warning' };
    }
  }),
};
