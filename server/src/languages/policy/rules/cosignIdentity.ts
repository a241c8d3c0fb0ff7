import { code, type Rule } from '../../../core';
import { identityType, signatureAuthorities, transport } from '../../../knowledge';
import { get } from '../../../tree';
import { signedRequirements } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { isRefusedIn } from '../reader';
import { change, withIdentity } from '../repair';

export const cosignIdentity: Rule<PolicyPart> = {
  code: 'policy/cosign-identity',
  title: 'An identity that cosign signatures do not have',
  category: 'compatibility',
  severity: 'warning',
  why:
    'Signatures of cosign name the repository without a tag, and this identity asks for one, so they are refused. ' +
    '`matchRepository` and `exactRepository` accept them. A signer can write the tag too: `cosign sign --sign-container-identity REPOSITORY:TAG`; Podman and Skopeo always do. Where the signatures come from those, the stricter identity is right.',
  sources: [signatureAuthorities.policy],
  example: {
    bad: '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "sigstoreSigned", "keyPath": "/etc/pki/containers/team.pub" }] } } }',
    good: '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "sigstoreSigned", "keyPath": "/etc/pki/containers/team.pub", "signedIdentity": { "type": "matchRepository" } }] } } }',
  },
  check: onPolicy(
    function* (file) {
      for (const { node, type, typeNode, list, identity } of signedRequirements(file.policy)) {
        const known = identityType(identity.type);
        const section = transport(list.transport);
        if (type !== 'sigstoreSigned' || !typeNode || !known || known.acceptsBareClaim) continue;
        // What is not loaded compares nothing.
        if (isRefusedIn(file, node.span)) continue;
        // Where nothing is signed, or images have no name, other rules speak.
        if (section && (!section.carriesSignatures || (known.usesImageName && !section.named))) continue;
        const place = get(identity.member?.value, 'type') ?? typeNode;
        const whose = identity.member ? code(known.name) : `The default identity ${code(known.name)}`;
        yield { span: place.span, message: `${whose} asks for a tag or digest in the signature, and cosign writes none unless told to.` };
      }
    },
    (file, { node }) => [
      change(
        'Set signedIdentity to `matchRepository`',
        withIdentity(file, node, { type: 'matchRepository' }),
        'A signature of any tag of the repository is accepted then.',
      ),
    ],
  ),
};
