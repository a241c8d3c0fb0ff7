import type { Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn, headOf } from '../spans';

export const emptyMask: Rule<SeccompPart> = {
  code: 'seccomp/empty-mask',
  title: 'An empty mask always matches',
  category: 'correctness',
  severity: 'warning',
  why:
    'The mask of `SCMP_CMP_MASKED_EQ` is `value`; with 0 nothing is compared and libseccomp leaves the condition out, so the rule applies always. ' +
    'Most often mask and operand have changed places: the operand is `valueTwo`.',
  sources: [from.libseccompMerge, from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["unshare"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 0, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["unshare"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile }) {
    for (const { condition } of conditionsIn(profile)) {
      if (condition.op?.value !== 'SCMP_CMP_MASKED_EQ' || condition.value?.value) continue;
      yield {
        span: condition.value?.node.span ?? headOf(condition.node),
        message: 'The mask `value` is 0, so the condition matches every value of the argument.',
      };
    }
  }),
};
