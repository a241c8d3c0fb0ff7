import type { Rule } from '../../../core';
import { decide } from '../analysis';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { isAllowed } from '../wording';

export const denyList: Rule<SeccompPart> = {
  code: 'seccomp/deny-list',
  title: 'Deny list: every other system call is allowed',
  category: 'security',
  severity: 'hint',
  why:
    'A profile whose default action allows permits every call that the kernel will ever have, and every call that the author didn’t think of; the runtimes’ own defaults name what is allowed instead. ' +
    'It replaces the runtime’s default, too, and so is often weaker than no profile at all.',
  sources: [from.manual, from.moby],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, resolved, host } = input;
    if (!profile.defaultAction || !isAllowed(resolved.default)) return;
    const ring = isAllowed(decide(input, host.architecture, 'io_uring_setup').verdict);
    const logs = resolved.default.action === 'SCMP_ACT_LOG' ? ' (and logs it)' : '';
    yield {
      span: profile.defaultAction.node.span,
      message: `\`${resolved.default.action}\` allows every call that no rule names${logs}, those of future kernels included${ring ? ', and io_uring, which makes other calls without the filter' : ''}.`,
    };
  }),
};
