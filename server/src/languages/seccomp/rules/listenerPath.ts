import { code, type Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const listenerPath: Rule<SeccompPart> = {
  code: 'seccomp/listener-path',
  title: 'listenerPath is not an absolute path',
  category: 'correctness',
  severity: 'error',
  since: 'runc 1.1.0',
  why: 'crun refuses a `listenerPath` that is not absolute; runc resolves it against a working directory where no agent listens, and the container does not start.',
  sources: [from.spec, from.crun, from.runc],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "listenerPath": "agent.sock",
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_NOTIFY" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "listenerPath": "/run/agent.sock",
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_NOTIFY" }
  ]
}
`,
  },
  check: onProfile(function* ({ profile, loader, part }) {
    const { listenerPath: path } = profile;
    if (!path?.value || path.value.startsWith('/') || part.object) return;
    const used = loader.runtime === 'crun' || profile.rules.some(({ said }) => said.action?.value === 'SCMP_ACT_NOTIFY');
    yield {
      span: path.node.span,
      ...(!used && { severity: 'warning' as const }),
      message: `\`listenerPath\` must be absolute: the container does not start with ${code(path.value)}.`,
    };
  }),
};
