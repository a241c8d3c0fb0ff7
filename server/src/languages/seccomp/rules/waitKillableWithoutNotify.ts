import type { Rule } from '../../../core';
import { repair, withoutItems } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

const flag = 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV';

export const waitKillableWithoutNotify: Rule<SeccompPart> = {
  code: 'seccomp/wait-killable-without-notify',
  title: 'WAIT_KILLABLE_RECV without a NOTIFY rule',
  category: 'correctness',
  severity: 'warning',
  since: 'Linux 5.19',
  why:
    'The flag has no effect in a profile without a NOTIFY rule: libseccomp passes it to the kernel only together with the listener that such a rule needs. ' +
    'It says that only a fatal signal interrupts a call that waits for the agent.',
  sources: [from.libseccompSystem, from.manual],
  example: {
    context: { target: 'podman' },
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "flags": ["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"],
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "flags": ["SECCOMP_FILTER_FLAG_LOG"],
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
  },
  check: onProfile(function* ({ profile, resolved, tree }) {
    if (resolved.rules.some(({ verdict }) => verdict.action === 'SCMP_ACT_NOTIFY')) return;
    for (const { value, node } of profile.flags ?? []) {
      if (value !== flag) continue;
      yield {
        span: node.span,
        message: `\`${flag}\` has no effect without a NOTIFY rule.`,
        cure: () => (node.parent?.kind === 'array' ? [repair('Remove WAIT_KILLABLE_RECV', withoutItems(tree, node.parent, [node]))] : []),
      };
    }
  }),
};
