import type { Rule } from '../../../core';
import { change, withoutNames } from '../edits';
import { namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { isAllowed, someNames } from '../wording';

export const ioUring: Rule<SeccompPart> = {
  code: 'seccomp/io-uring',
  since: 'Docker 25.0, containerd 2.0',
  title: 'io_uring makes calls that the filter does not see',
  category: 'security',
  severity: 'information',
  why:
    'A ring does the work of `openat`, `connect`, `sendmsg` and many other calls in the kernel, where no seccomp filter looks; only creating the ring can be refused. ' +
    'After a series of kernel exploits Docker 25.0 and containerd 2.0 removed it from their defaults; containerd 1.7 still allows it.',
  sources: [
    { title: 'io_uring(7)', url: 'https://man7.org/linux/man-pages/man7/io_uring.7.html' },
    { title: 'moby pull request 46762', url: 'https://github.com/moby/moby/pull/46762' },
    { title: 'containerd pull request 9320', url: 'https://github.com/containerd/containerd/pull/9320' },
  ],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "io_uring_setup", "io_uring_enter"], "action": "SCMP_ACT_ALLOW" }
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
  check: onEachRule(function* ({ resolved, tree }) {
    for (const { rule, verdict } of resolved.rules) {
      const words = isAllowed(verdict) ? namesOf(rule).filter(({ value }) => value.startsWith('io_uring_')) : [];
      const setup = words.find(({ value }) => value === 'io_uring_setup');
      if (!setup) continue;
      yield {
        span: setup.node.span,
        message: '`io_uring_setup` is allowed, so a program can open files and connections that no rule of this profile sees.',
        cure: () => [
          change(
            `Remove ${someNames(words.map(({ value }) => value))}…`,
            withoutNames(tree, rule, words),
            'Programs that use io_uring and do not fall back to plain calls then fail.',
          ),
        ],
      };
    }
  }),
};
