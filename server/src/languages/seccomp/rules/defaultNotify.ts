import type { Rule } from '../../../core';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const defaultNotify: Rule<SeccompPart> = {
  code: 'seccomp/default-notify',
  title: 'NOTIFY is the default action',
  category: 'correctness',
  severity: 'error',
  why:
    'runc and crun refuse `SCMP_ACT_NOTIFY` as default action: the runtime’s own calls while it hands the descriptor to the agent would wait for that agent. ' +
    'Give NOTIFY to the calls that the agent knows, and ERRNO or ALLOW to the rest.',
  sources: [from.runc, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_NOTIFY",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "listenerPath": "/run/agent.sock"
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "listenerPath": "/run/agent.sock",
  "syscalls": [
    { "names": ["mknod"], "action": "SCMP_ACT_NOTIFY" }
  ]
}
`,
  },
  check: onProfile(function* ({ profile: { defaultAction } }) {
    if (defaultAction?.value === 'SCMP_ACT_NOTIFY')
      yield { span: defaultAction.node.span, message: '`SCMP_ACT_NOTIFY` cannot be the default action: the runtime refuses the profile.' };
  }),
};
