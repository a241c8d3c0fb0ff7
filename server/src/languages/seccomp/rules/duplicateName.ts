import type { Rule } from '../../../core';
import { repair, withoutNames } from '../edits';
import type { TextValue } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const duplicateName: Rule<SeccompPart> = {
  code: 'seccomp/duplicate-name',
  title: 'Duplicate name: a rule lists a system call twice',
  category: 'style',
  severity: 'hint',
  why:
    'The second mention of a call in one rule changes nothing. ' +
    'In a SeccompProfile object the API server refuses it where the operator’s API declares the list as a set, as it does since its version v1.',
  sources: [from.libseccompMerge, from.operatorTypes],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "write", "read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "write"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, tree, part }) {
    for (const rule of profile.rules) {
      const first = new Map<string, TextValue>();
      for (const word of rule.names) if (!first.has(word.value)) first.set(word.value, word);
      const again = rule.names.filter((word) => first.get(word.value) !== word);
      for (const word of again) {
        yield {
          span: word.node.span,
          ...(part.object && { severity: 'warning' as const }),
          message: `\`${word.value}\` is in this rule already${part.object ? ', and the API server of a current operator refuses that' : ''}.`,
          related: [{ span: (first.get(word.value) as TextValue).node.span, message: 'Here.' }],
          tags: ['unnecessary'],
          cure: () => [
            repair(`Remove the second \`${word.value}\``, withoutNames(tree, rule, [word])),
            ...(again.length > 1
              ? [{ ...repair('Remove every repeated name of the rule', withoutNames(tree, rule, again)), preferred: false }]
              : []),
          ],
        };
      }
    }
  }),
};
