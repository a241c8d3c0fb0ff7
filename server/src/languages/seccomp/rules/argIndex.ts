import type { Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { conditionsIn } from '../spans';

export const argIndex: Rule<SeccompPart> = {
  code: 'seccomp/arg-index',
  title: 'args index out of range',
  category: 'correctness',
  severity: 'error',
  why: 'A system call has at most six arguments, counted from 0: the runtimes refuse an index above 5, and Go’s decoder a negative one.',
  sources: [from.spec, from.runc, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 6, "value": 9, "op": "SCMP_CMP_GE" }]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 1, "value": 9, "op": "SCMP_CMP_GE" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile }) {
    for (const { rule: within, condition } of conditionsIn(profile)) {
      const { index } = condition;
      if (index && (index.value < 0n || index.value > 5n))
        yield {
          within,
          span: index.node.span,
          message: `Arguments are counted from 0 to 5, so the runtime refuses the profile for \`index\` ${index.value}.`,
        };
    }
  }),
};
