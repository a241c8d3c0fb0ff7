import type { Rule } from '../../../core';
import { change, reword } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const killThread: Rule<SeccompPart> = {
  code: 'seccomp/kill-thread',
  title: 'Only the calling thread is killed',
  category: 'security',
  severity: 'hint',
  since: 'Linux 4.14',
  why:
    'KILL and KILL_THREAD end one thread and leave the process with the others, which often hang for a lock that the dead one held, or go on without its checks. ' +
    '`SCMP_ACT_KILL_PROCESS` (Linux 4.14) ends the whole process and leaves a core dump.',
  sources: [from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["bpf"], "action": "SCMP_ACT_KILL" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["bpf"], "action": "SCMP_ACT_KILL_PROCESS" }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, tree }) {
    for (const word of [profile.defaultAction, ...profile.rules.map((rule) => rule.action)]) {
      if (word?.value !== 'SCMP_ACT_KILL' && word?.value !== 'SCMP_ACT_KILL_THREAD') continue;
      yield {
        span: word.node.span,
        message: `\`${word.value}\` kills the calling thread only; the other threads keep running.`,
        cure: () => [
          change(
            'Set SCMP_ACT_KILL_PROCESS…',
            reword(tree, word, 'SCMP_ACT_KILL_PROCESS'),
            'A program that survives the loss of a thread is then ended.',
          ),
          change(
            'Set SCMP_ACT_ERRNO…',
            reword(tree, word, 'SCMP_ACT_ERRNO'),
            'The program sees EPERM and lives on: it can cope with the refusal, and an attacker can try the next call.',
          ),
        ],
      };
    }
  }),
};
