import type { Rule } from '../../../core';
import { repair, withoutMembers } from '../edits';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn } from '../spans';
import { findOperator } from '../words';

export const valueTwoIgnored: Rule<SeccompPart> = {
  code: 'seccomp/value-two-ignored',
  title: 'valueTwo is ignored',
  category: 'correctness',
  severity: 'hint',
  why: '`valueTwo` counts with `SCMP_CMP_MASKED_EQ` only; every other operator compares with `value` alone. There is no “between”.',
  sources: [from.spec, from.libseccompMerge],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 1, "value": 1, "valueTwo": 5, "op": "SCMP_CMP_LE" }]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 1, "value": 1, "op": "SCMP_CMP_LE" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, tree }) {
    for (const { condition } of conditionsIn(profile)) {
      const { valueTwo, op, node } = condition;
      const member = fieldOf(node, 'valueTwo');
      if (!member || !valueTwo?.value || !findOperator(op?.value) || op?.value === 'SCMP_CMP_MASKED_EQ') continue;
      yield {
        span: member.key.span,
        message: `\`valueTwo\` counts with SCMP_CMP_MASKED_EQ only; ${op?.value} ignores it.`,
        tags: ['unnecessary'],
        cure: () => [repair('Remove valueTwo', withoutMembers(tree, node, [member]))],
      };
    }
  }),
};
