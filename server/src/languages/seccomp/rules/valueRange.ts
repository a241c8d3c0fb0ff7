import type { Rule } from '../../../core';
import { change, renumber } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn } from '../spans';
import { maxValue } from '../words';

export const valueRange: Rule<SeccompPart> = {
  code: 'seccomp/value-range',
  title: 'Value out of the range of 64 bits',
  category: 'correctness',
  severity: 'error',
  why:
    'Operands are unsigned: Go’s decoder refuses a negative number and one above 2⁶⁴−1. ' +
    'A negative argument such as AT_FDCWD is compared as the two’s complement, 2⁶⁴ minus its amount, or its low 32 bits where the kernel takes an int.',
  sources: [from.spec, from.goJson],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 1, "value": -1, "op": "SCMP_CMP_EQ" }]
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
      "args": [{ "index": 1, "value": 18446744073709551615, "op": "SCMP_CMP_EQ" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile }) {
    for (const { condition } of conditionsIn(profile)) {
      for (const operand of [condition.value, condition.valueTwo]) {
        if (!operand || (operand.value >= 0n && operand.value <= maxValue)) continue;
        const { node, value } = operand;
        const unsigned = BigInt.asUintN(64, value);
        yield {
          span: node.span,
          message:
            value < 0n
              ? `Operands must be between 0 and 18446744073709551615, and \`${value}\` is negative: the profile does not load.`
              : `The largest operand is 18446744073709551615, and \`${value}\` is larger: the profile does not load.`,
          cure: () => (value < 0n ? [change(`Write ${value} as ${unsigned}`, renumber(node, unsigned))] : []),
        };
      }
    }
  }),
};
