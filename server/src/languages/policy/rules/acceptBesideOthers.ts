import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onEachList } from '../eachList';
import type { PolicyPart } from '../part';
import { repair, withoutRequirement } from '../repair';

export const acceptBesideOthers: Rule<PolicyPart> = {
  code: 'policy/accept-beside-others',
  title: 'insecureAcceptAnything beside another requirement',
  category: 'correctness',
  severity: 'warning',
  why:
    'An image must satisfy all requirements of a list, so `insecureAcceptAnything` beside another one adds nothing. ' +
    'It is neither an exception nor a fallback: the other requirement still refuses unsigned images.',
  sources: [signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "insecureAcceptAnything" },
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
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
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
      for (const { requirements } of policy.lists) {
        if (requirements.every((requirement) => requirement.type === 'insecureAcceptAnything')) continue;
        for (const { type, typeNode } of requirements) {
          if (type === 'insecureAcceptAnything' && typeNode)
            yield {
              span: typeNode.span,
              message: '`insecureAcceptAnything` adds nothing here, because an image must satisfy all requirements of the list.',
              tags: ['unnecessary'],
            };
        }
      }
    },
    (file, { node }) => [repair('Remove `insecureAcceptAnything`', withoutRequirement(file, node))],
  ),
};
