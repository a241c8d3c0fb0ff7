import type { Rule } from '../../../core';
import { setValue } from '../../../tree';
import { decide } from '../analysis';
import { change, withCalls, withMember } from '../edits';
import { fieldOf, namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { errnoText, isAllowed } from '../wording';
import { ENOSYS } from '../words';

export const clone3Errno: Rule<SeccompPart> = {
  code: 'seccomp/clone3-errno',
  title: 'Threads fail where clone3 is refused with another error than ENOSYS',
  category: 'compatibility',
  severity: 'hint',
  since: 'glibc 2.34',
  why:
    'glibc 2.34 and later make threads with `clone3` and fall back to `clone` on ENOSYS only; with EPERM the program cannot make threads. ' +
    'runc itself answers ENOSYS where no rule names a call as new as this one; a rule for ENOSYS makes sure of it, under crun as well.',
  sources: [from.runcEnosys, { title: 'moby issue 42680', url: 'https://github.com/moby/moby/issues/42680' }],
  example: {
    context: { target: 'podman' },
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["clone", "close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["clone", "close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    },
    {
      "names": ["clone3"],
      "action": "SCMP_ACT_ERRNO",
      "errnoRet": 38
    }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, host, tree } = input;
    if (!profile.defaultAction || !isAllowed(decide(input, host.architecture, 'clone').verdict)) return;
    const { verdict, origin, newerThanProfile } = decide(input, host.architecture, 'clone3');
    if (verdict.action !== 'SCMP_ACT_ERRNO' || verdict.errno === ENOSYS || newerThanProfile) return;
    const word = origin?.name ?? profile.defaultAction;
    const rule = origin?.active.rule;
    yield {
      span: word.node.span,
      message: `\`clone3\` fails with ${errnoText(verdict.errno ?? 1)}, and so do threads under glibc 2.34 and later: it falls back to \`clone\` on ENOSYS only.`,
      cure: () => {
        if (rule)
          return namesOf(rule).length > 1 ? [] : [change('Return ENOSYS (38) for clone3', withMember(tree, rule.node, 'errnoRet', ENOSYS))];
        const number = fieldOf(profile.node, 'defaultErrnoRet')?.value;
        return [
          {
            ...change(
              'Add a rule: clone3 fails with ENOSYS',
              withCalls(tree, profile, ['clone3'], { action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS }),
            ),
            preferred: true,
          },
          change(
            'Set defaultErrnoRet: 38 (ENOSYS)…',
            number
              ? setValue(tree, number, ENOSYS)
              : withMember(tree, profile.node, 'defaultErrnoRet', ENOSYS, fieldOf(profile.node, 'defaultAction')),
            'Programs then take every refused call for one that the kernel does not have.',
          ),
        ];
      },
    };
  }),
};
