import { listed, type Rule } from '../../../core';
import { setMembers } from '../../../tree';
import { repair } from '../edits';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn, headOf } from '../spans';

export const incompleteCondition: Rule<SeccompPart> = {
  code: 'seccomp/incomplete-condition',
  title: 'A condition leaves out its argument or operand',
  category: 'correctness',
  severity: 'warning',
  why:
    'Go reads an absent `index` and an absent `value` as 0, so the condition compares the first argument, or compares with 0, and nothing says so. ' +
    'Written out, a reader sees what is compared.',
  sources: [from.goJson, from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 1, "op": "SCMP_CMP_EQ" }]
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
      "args": [{ "index": 1, "op": "SCMP_CMP_EQ", "value": 0 }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, tree, part }) {
    for (const { condition } of conditionsIn(profile)) {
      const { node, op } = condition;
      // In an object the API server refuses a condition without an index.
      const lacking = (part.object ? ['value'] : ['index', 'value']).filter((key) => !fieldOf(node, key));
      if (!lacking.length || !op) continue;
      yield {
        span: op.node.span ?? headOf(node),
        message: `The condition leaves out ${listed(lacking.map((key) => `\`${key}\``))}, which then ${lacking.length > 1 ? 'are' : 'is'} read as 0.`,
        cure: () => [
          repair(
            `Add ${listed(lacking.map((key) => `"${key}": 0`))}`,
            setMembers(tree, node, Object.fromEntries(lacking.map((key) => [key, 0]))),
          ),
        ],
      };
    }
  }),
};
