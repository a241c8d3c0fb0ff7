import { nearest, type Rule, wordTable } from '../../../core';
import { change, repair, reword } from '../edits';
import { stated } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn, headOf } from '../spans';
import { findOperator, operators } from '../words';

export const unknownOperator: Rule<SeccompPart> = {
  code: 'seccomp/unknown-operator',
  title: 'Unknown or missing operator',
  category: 'correctness',
  severity: 'error',
  why:
    'The runtimes refuse a condition whose `op` is absent or not one of the seven `SCMP_CMP_…`; there is no default and there are no signs such as `==`. ' +
    'There is no “in”: write a rule for each value, or a range.',
  sources: [from.spec, from.runcConfig, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 1, "value": 0, "op": "==" }]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 1, "value": 0, "op": "SCMP_CMP_EQ" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, tree }) {
    for (const { rule: within, condition } of conditionsIn(profile)) {
      const { op, node } = condition;
      if (findOperator(op?.value) || (stated(node, 'op') && !op)) continue;
      if (!op?.value) {
        yield {
          within,
          span: op?.node.span ?? condition.index?.node.span ?? headOf(node),
          message: 'The condition has no `op`: the runtime refuses the profile.',
        };
        continue;
      }
      const sign = signs[op.value.toUpperCase().replace(/^(?:SCMP_)?(?:CMP_)?/, '')];
      const meant = sign
        ? `SCMP_CMP_${sign}`
        : nearest(
            op.value,
            operators.map(({ name }) => name),
          );
      yield {
        within,
        span: op.node.span,
        message: `\`${op.value}\` is not an operator: the runtime refuses the profile${meant ? `; did you mean \`${meant}\`?` : '.'}`,
        cure: () => (meant ? [{ ...(sign ? repair : change)(`Write \`${meant}\``, reword(tree, op, meant)), preferred: true }] : []),
      };
    }
  }),
};

const signs: Readonly<Record<string, string>> = wordTable({
  '=': 'EQ',
  '==': 'EQ',
  '!=': 'NE',
  '<>': 'NE',
  '<': 'LT',
  '<=': 'LE',
  '>': 'GT',
  '>=': 'GE',
  '&': 'MASKED_EQ',
  EQ: 'EQ',
  NE: 'NE',
  NEQ: 'NE',
  LT: 'LT',
  LE: 'LE',
  LTE: 'LE',
  GT: 'GT',
  GE: 'GE',
  GTE: 'GE',
  MASKED_EQ: 'MASKED_EQ',
  MASKED_EQUAL: 'MASKED_EQ',
});
