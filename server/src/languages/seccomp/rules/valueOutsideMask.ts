import type { Rule } from '../../../core';
import { change, renumber } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn } from '../spans';
import { numberText } from '../wording';

export const valueOutsideMask: Rule<SeccompPart> = {
  code: 'seccomp/value-outside-mask',
  title: 'The value has bits outside of the mask',
  category: 'correctness',
  severity: 'warning',
  why:
    'libseccomp masks the operand as well as the argument, so bits of `valueTwo` outside the mask count for nothing; the condition compares with what is left of it. ' +
    'With mask 1 and operand 2 it compares with 0.',
  sources: [from.libseccompMerge, from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["unshare"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 131072, "valueTwo": 393216, "op": "SCMP_CMP_MASKED_EQ" }]
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
      "args": [{ "index": 0, "value": 131072, "valueTwo": 131072, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile }) {
    for (const { condition } of conditionsIn(profile)) {
      const { op, value, valueTwo } = condition;
      if (op?.value !== 'SCMP_CMP_MASKED_EQ' || !value?.value || !valueTwo || value.value < 0n || valueTwo.value < 0n) continue;
      const mask = value.value;
      const left = valueTwo.value & mask;
      if (left === valueTwo.value) continue;
      yield {
        span: valueTwo.node.span,
        message: `The mask ${numberText(mask)} leaves ${numberText(left)} of ${numberText(valueTwo.value)}: that is what the argument is compared with.`,
        related: [{ span: value.node.span, message: 'The mask.' }],
        cure: () => [
          { ...change(`Write ${left}, what is compared now`, renumber(valueTwo.node, left)), safe: true },
          change(
            `Widen the mask to ${mask | valueTwo.value}…`,
            renumber(value.node, mask | valueTwo.value),
            'The rule then applies to fewer calls.',
          ),
        ],
      };
    }
  }),
};
