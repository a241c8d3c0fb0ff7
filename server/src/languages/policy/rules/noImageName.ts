import { code, type Rule } from '../../../core';
import { identityType, signatureAuthorities, transport } from '../../../knowledge';
import { get } from '../../../tree';
import { onEachList } from '../eachList';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { placeholderFor, placeholderNote } from '../placeholders';
import { change, withIdentity } from '../repair';

export const noImageName: Rule<PolicyPart> = {
  code: 'policy/no-image-name',
  title: 'Identity check without an image name',
  category: 'correctness',
  severity: 'warning',
  why:
    'An image in a directory has no name, so an identity that compares with it refuses every image. ' +
    '`exactReference` and `exactRepository` look at the signature alone. The default, `matchRepoDigestOrExact`, is one of those that compare.',
  sources: [signatureAuthorities.policy, signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "dir": {
      "/srv/images": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
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
    "dir": {
      "/srv/images": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg",
          "signedIdentity": {
            "type": "exactRepository",
            "dockerRepository": "registry.example.com/team/app"
          }
        }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onEachList(
    function* ({ policy }) {
      for (const { list, typeNode, identity } of signedRequirements(policy)) {
        const section = transport(list.transport);
        const known = identityType(identity.type);
        if (!section || section.named || !section.carriesSignatures || !known?.usesImageName || !typeNode) continue;
        const place = get(identity.member?.value, 'type') ?? typeNode;
        const whose = identity.member ? code(known.name) : `The default identity ${code(known.name)}`;
        yield {
          span: place.span,
          message: `${whose} compares with the name of the image, and images of ${code(section.name)} have no name, so all are refused.`,
        };
      }
    },
    (file, { node }) => [
      change(
        'Set signedIdentity to `exactRepository`',
        withIdentity(file, node, { type: 'exactRepository', dockerRepository: placeholderFor('dockerRepository') }),
        placeholderNote,
      ),
    ],
  ),
};
