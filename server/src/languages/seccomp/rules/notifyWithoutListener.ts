import type { Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const notifyWithoutListener: Rule<SeccompPart> = {
  code: 'seccomp/notify-without-listener',
  title: 'NOTIFY without a listener',
  category: 'correctness',
  severity: 'error',
  since: 'runc 1.1.0',
  why:
    'A rule with NOTIFY needs `listenerPath`, the socket of the agent that decides: runc refuses the profile without it, and under crun the container starts and the call fails. ' +
    'The agent must listen when the container starts.',
  sources: [from.spec, from.runc, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
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
  check: onProfile(function* ({ profile, loader, resolved }) {
    const notifying = profile.rules.filter(({ said }) => said.action?.value === 'SCMP_ACT_NOTIFY');
    const rule = notifying.find((one) => !resolved.passedOver.has(one)) ?? notifying[0];
    if (!rule?.action || profile.listenerPath?.value) return;
    const crun = loader.runtime === 'crun';
    yield {
      within: rule,
      span: rule.action.node.span,
      ...(crun && { severity: 'warning' as const }),
      message: crun ? 'Without `listenerPath` no agent decides: the call fails.' : 'runc refuses NOTIFY without `listenerPath`.',
    };
  }),
};
