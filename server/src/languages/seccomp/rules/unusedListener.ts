import type { Rule } from '../../../core';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const unusedListener: Rule<SeccompPart> = {
  code: 'seccomp/unused-listener',
  title: 'Unused listener: listenerPath has no effect without a NOTIFY rule',
  category: 'correctness',
  severity: 'warning',
  since: 'runc 1.1.0',
  why: 'Without a NOTIFY rule the descriptor is never sent to `listenerPath`, and the agent decides nothing.',
  sources: [from.spec, from.runc],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "listenerPath": "/run/agent.sock",
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_ERRNO" }
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
  check: onProfile(function* ({ profile }) {
    const member = fieldOf(profile.node, 'listenerPath');
    const notifies = [profile.defaultAction, ...profile.rules.map(({ said }) => said.action)].some(
      (word) => word?.value === 'SCMP_ACT_NOTIFY',
    );
    if (member && profile.listenerPath?.value && !notifies)
      yield { span: member.key.span, message: 'No rule has the action NOTIFY, so the agent at this path gets no calls.' };
  }),
};
