import type { Rule } from '../../../core';
import { change, renumber } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const errnoZero: Rule<SeccompPart> = {
  code: 'seccomp/errno-zero',
  title: 'errnoRet 0: the call is not run but reports success',
  category: 'security',
  severity: 'warning',
  why:
    'With error number 0 the kernel skips the call and returns 0, so the program believes that it worked: `setuid` that “succeeds” without running leaves a root process that takes itself for unprivileged. ' +
    'A few old programs are kept running this way on purpose.',
  sources: [from.manual, from.kernel],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["chmod"], "action": "SCMP_ACT_ERRNO", "errnoRet": 0 }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["chmod"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1 }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile }) {
    const places = [
      { action: profile.defaultAction, errno: profile.defaultErrnoRet },
      ...profile.rules.map(({ action, errnoRet }) => ({ action, errno: errnoRet })),
    ];
    for (const { action, errno } of places) {
      if (action?.value !== 'SCMP_ACT_ERRNO' || errno?.value !== 0n) continue;
      yield {
        span: errno.node.span,
        message: '`errnoRet` 0 means success: the call does not run, and the program believes that it did.',
        cure: () => [change('Return EPERM (1)…', renumber(errno.node, 1n), 'The program then sees the failure.')],
      };
    }
  }),
};
