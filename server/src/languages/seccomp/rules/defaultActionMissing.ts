import type { Rule } from '../../../core';
import { change, reword, withMember } from '../edits';
import { stated } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { headOf } from '../spans';

export const defaultActionMissing: Rule<SeccompPart> = {
  code: 'seccomp/default-action-missing',
  title: 'The profile has no default action',
  category: 'correctness',
  severity: 'error',
  why:
    'The runtimes refuse a profile with rules and no `defaultAction`: nothing says what happens to the other calls. ' +
    '`SCMP_ACT_ERRNO` makes the rules a list of what is allowed, which stays right when the kernel gets new calls.',
  sources: [from.spec, from.runcConfig, from.crun],
  example: {
    bad: `{
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
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onProfile(function* ({ profile, tree }) {
    const field = stated(profile.node, 'defaultAction');
    const empty = profile.defaultAction;
    if (!profile.rules.length || empty?.value || (field && !empty)) return;
    const allows = profile.rules.some((rule) => rule.action?.value === 'SCMP_ACT_ALLOW');
    const action = allows ? 'SCMP_ACT_ERRNO' : 'SCMP_ACT_ALLOW';
    yield {
      span: empty?.node.span ?? headOf(profile.node),
      message: empty
        ? '`defaultAction` is empty: the runtime refuses the profile.'
        : '`defaultAction` is missing, and the runtime refuses the profile.',
      cure: () => [
        change(
          `Set \`"defaultAction": "${action}"\``,
          empty ? reword(tree, empty, action) : withMember(tree, profile.node, 'defaultAction', action, 'first'),
        ),
      ],
    };
  }),
};
