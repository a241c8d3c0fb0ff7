import { code, type Rule } from '../../../core';
import {
  compareReleases,
  fieldsSince,
  firstThatReads,
  type SignatureRelease,
  signatureAuthorities,
  signatureReader,
} from '../../../knowledge';
import { memberOf } from '../../../tree';
import { onEachList } from '../eachList';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';

export const newerField: Rule<PolicyPart> = {
  code: 'policy/newer-field',
  title: 'A field that requires a newer version of the reader',
  category: 'compatibility',
  severity: 'error',
  why:
    'The release that you named as target does not know this field, and an unknown field makes it refuse the whole file. ' +
    'Set `confine.policy.target` to what reads the file: `podman 4.3`, `skopeo 1.9.3`, `rhel 9.6`, or a release of containers/image such as `5.24`. A line without a patch release means all of its releases. Without a target every field counts as known. ' +
    'Debian 12 moreover refuses every sigstore signature when an image is judged.',
  sources: [signatureAuthorities.sigstoreReader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "sigstoreSigned",
          "keyPaths": ["/etc/pki/containers/team.pub"],
          "signedIdentity": { "type": "matchRepository" }
        }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "sigstoreSigned",
          "keyPath": "/etc/pki/containers/team.pub",
          "signedIdentity": { "type": "matchRepository" }
        }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    context: { policy: { target: 'podman 5.0' } },
  },
  check: onEachList(function* ({ policy }, context) {
    const { release, assumed, problem } = signatureReader(context.policy.target);
    if (assumed && !problem) return;
    for (const { type, typeNode, node } of signedRequirements(policy)) {
      const newer = fieldsSince.filter(
        (entry) => entry.requirement === type && (assumed || compareReleases(entry.since, release.image) > 0),
      );
      for (const { fields, since } of newer) {
        for (const field of fields) {
          const place = field === 'type' ? typeNode : memberOf(node, field)?.key;
          const name = code((field === 'type' ? type : field) ?? '');
          if (place)
            yield assumed
              ? { span: place.span, message: `${name} came with containers/image ${since}: ${problem}`, severity: 'warning' }
              : {
                  span: place.span,
                  message: `${name} came with containers/image ${since}, so ${namedBefore(release, since)} refuses the file.`,
                };
        }
      }
      if (release.note && type === 'sigstoreSigned' && typeNode && !newer.length)
        yield { span: typeNode.span, message: release.note, severity: 'warning' };
    }
  }),
};

/** Of a line of releases only the older ones may be meant: `cri-o 1.32 before 1.32.3`. */
function namedBefore(release: SignatureRelease, since: string): string {
  const first = firstThatReads(release, since)?.split(' ').at(-1);
  return first === undefined ? release.name : `${release.name} before ${first}`;
}
