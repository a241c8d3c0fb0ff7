import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { toValue } from '../../../tree';
import { onEachList } from '../eachList';
import type { Requirement } from '../model';
import type { PolicyPart } from '../part';
import { repair, withoutRequirement } from '../repair';

export const duplicateRequirement: Rule<PolicyPart> = {
  code: 'policy/duplicate-requirement',
  title: 'The same requirement twice',
  category: 'style',
  severity: 'warning',
  why:
    'A requirement that is written twice in a list requires no more than one that is written once. ' +
    'It does not require two signatures either: one satisfies both.',
  sources: [signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" },
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
        if (requirements.length < 2) continue;
        const seen = new Map<string, Requirement>();
        for (const requirement of requirements) {
          const text = JSON.stringify(toValue(requirement.node));
          const before = seen.get(text);
          if (!before) seen.set(text, requirement);
          else
            yield {
              span: (requirement.typeNode ?? requirement.node).span,
              message: `The same \`${requirement.type}\` requirement is already in this list, so this one adds nothing.`,
              tags: ['unnecessary'],
              related: [{ span: before.node.span, message: 'First written here.' }],
            };
        }
      }
    },
    (file, { node }) => [repair('Remove the repetition', withoutRequirement(file, node))],
  ),
};
