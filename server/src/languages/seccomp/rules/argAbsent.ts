import { counted, type Rule } from '../../../core';
import { findSyscall, syscallSignature } from '../../../knowledge';
import { namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { argumentsOn } from '../signatures';
import { from } from '../sources';

export const argAbsent: Rule<SeccompPart> = {
  code: 'seccomp/arg-absent',
  title: 'args condition on an argument that the system call does not have',
  category: 'correctness',
  severity: 'warning',
  why:
    'The filter sees six registers whatever the call uses, and a program may leave anything in those that it does not use. ' +
    'A condition on such an argument matches by chance, and a program can make it match.',
  sources: [from.kernel, from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 2, "value": 0, "op": "SCMP_CMP_EQ" }]
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
  check: onEachRule(function* ({ resolved, host, overruled }) {
    if (overruled) return;
    for (const { rule } of resolved.rules) {
      for (const { index } of rule.args) {
        if (!index || index.value < 0n || index.value > 5n) continue;
        const call = namesOf(rule).find(({ value }) => (argumentsOn(host.architecture, value)?.length ?? 6) <= Number(index.value))?.value;
        const known = call === undefined ? undefined : findSyscall(call);
        if (!known?.args) continue;
        yield {
          span: index.node.span,
          message: `\`${known.name}\` takes ${known.args.length ? `${counted(known.args.length, 'argument')}, \`${syscallSignature(known)}\`` : 'no argument'}: the value of argument ${index.value} is undefined.`,
        };
      }
    }
  }),
};
