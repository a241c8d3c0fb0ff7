import type { Rule } from '../../../core';
import { decide } from '../analysis';
import { change, withCalls, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { isAllowed } from '../wording';
import { ENOSYS } from '../words';

export const clone3Bypass: Rule<SeccompPart> = {
  code: 'seccomp/clone3-bypass',
  title: 'clone3 bypasses the conditions on clone',
  category: 'security',
  severity: 'warning',
  why:
    'Where the flags of `clone` are filtered and `clone3` is allowed, a program makes its namespaces with `clone3`: that call takes its flags from memory, which a filter cannot see. ' +
    'Refuse `clone3` with ENOSYS, so that the C library falls back to `clone`, as the runtimes’ defaults do.',
  sources: [
    from.kernel,
    { title: 'clone(2)', url: 'https://man7.org/linux/man-pages/man2/clone.2.html' },
    { title: 'moby issue 42680', url: 'https://github.com/moby/moby/issues/42680' },
  ],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["clone3", "close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    },
    {
      "names": ["clone"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }]
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
    },
    {
      "names": ["clone"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 0, "value": 2114060288, "valueTwo": 0, "op": "SCMP_CMP_MASKED_EQ" }]
    },
    { "names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, host, tree, resolved } = input;
    const clone = input.filter(host.architecture)?.entries.get('clone');
    const newUser = 0x1000_0000n;
    const flags = host.architecture.name === 's390x' ? [0n, newUser] : [newUser];
    if (!clone || clone.always || isAllowed(decide(input, host.architecture, 'clone', flags).verdict)) return;
    const { verdict, origin } = decide(input, host.architecture, 'clone3');
    const word = origin?.name ?? profile.defaultAction;
    if (!isAllowed(verdict) || !word) return;
    const [first] = clone.conditional;
    const condition = first && input.placed(first.origin).name.node.span;
    yield {
      span: word.node.span,
      message: '`clone3` is allowed and bypasses the conditions on `clone`: a filter cannot see its flags.',
      ...(condition && { related: [{ span: condition, message: 'The conditions on `clone`.' }] }),
      cure: () => {
        const removed = origin ? withoutNames(tree, origin.active.rule, [origin.name]) : [];
        const refused = resolved.default.action === 'SCMP_ACT_ERRNO' && resolved.default.errno === ENOSYS;
        const added = refused && origin ? [] : withCalls(tree, profile, ['clone3'], { action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS });
        return [
          change(
            'Refuse clone3 with ENOSYS…',
            [...removed, ...added],
            'Programs that use `clone3` without falling back to `clone` then fail.',
          ),
        ];
      },
    };
  }),
};
