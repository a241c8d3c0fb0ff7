import type { Rule } from '../../../core';
import { change, reword, withMember } from '../edits';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { ENOSYS } from '../words';

export const defaultTrace: Rule<SeccompPart> = {
  code: 'seccomp/default-trace',
  title: 'TRACE as the default action without a tracer',
  category: 'correctness',
  severity: 'information',
  why:
    'A call with the action TRACE fails with ENOSYS unless a ptrace tracer that asked for seccomp events is attached, and container runtimes attach none. ' +
    'ERRNO with ENOSYS says the same openly, and runs without a stop at each call.',
  sources: [from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_TRACE",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 38,
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onProfile(function* ({ profile, part, tree }) {
    const action = profile.defaultAction;
    if (action?.value !== 'SCMP_ACT_TRACE') return;
    yield {
      span: action.node.span,
      message: '`SCMP_ACT_TRACE` needs a ptrace tracer, which no runtime attaches: every call that no rule allows fails with ENOSYS.',
      cure: () =>
        part.object
          ? []
          : [
              change('Write ERRNO with ENOSYS', [
                ...reword(tree, action, 'SCMP_ACT_ERRNO'),
                ...withMember(tree, profile.node, 'defaultErrnoRet', ENOSYS, fieldOf(profile.node, 'defaultAction')),
              ]),
            ],
    };
  }),
};
