import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { setValue } from '../../../tree';
import { onEachList } from '../eachList';
import type { PolicyPart } from '../part';
import { change, listAround, repair, withoutRequirement } from '../repair';

export const rejectBesideOthers: Rule<PolicyPart> = {
  code: 'policy/reject-beside-others',
  title: 'reject beside another requirement',
  category: 'correctness',
  severity: 'warning',
  why:
    'An image must satisfy all requirements of a list, and no image satisfies `reject`, so the whole list refuses every image. ' +
    'It does not apply after the others: a list has no order.',
  sources: [signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" },
        { "type": "reject" }
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
      "quay.io/team": [{ "type": "reject" }]
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
        const first = requirements.find((requirement) => requirement.type === 'reject');
        if (first?.typeNode && requirements.some((requirement) => requirement.type !== 'reject'))
          yield {
            span: first.typeNode.span,
            message:
              '`reject` refuses every image despite the other requirements, because an image must satisfy all requirements of the list.',
          };
      }
    },
    (file, { node }) => {
      const list = listAround(node)?.value;
      const removed = withoutRequirement(file, node);
      return [
        list && repair('Keep only `reject`', setValue(file.tree, list, [{ type: 'reject' }]), { preferred: false }),
        change('Remove `reject`…', removed, 'What meets the other requirements is accepted then.'),
      ];
    },
  ),
};
