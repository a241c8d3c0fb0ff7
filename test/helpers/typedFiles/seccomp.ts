/** Seccomp profiles, as files and as objects of the operator. */

import { enter, type TypedFile } from './typedFile';

export const seccompFiles: readonly TypedFile[] = [
  {
    name: 'seccomp profile',
    path: 'seccomp/typed.json',
    languageId: 'seccomp',
    text: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrnoRet": 1,
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"],
  "syscalls": [
    {
      "names": [
        "read",
        "write"
      ],
      "action": "SCMP_ACT_ALLOW"
    },
    {
      "names": ["personality"],
      "action": "SCMP_ACT_ALLOW",
      "args": [
        {
          "index": 0,
          "value": 8,
          "op": "SCMP_CMP_EQ"
        }
      ]
    },
    { "names": ["ptrace"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
  ]
}
`,
    edits: [
      {
        title: 'append a name',
        after: '"read"',
        keys: [',', enter, '"openat"'],
        becomes: '"read",\n        "openat"',
        before: ',\n        "write"',
      },
      {
        title: 'append a name in a line',
        after: '["personality"',
        keys: [',', enter, '"getpid"'],
        becomes: '["personality",\n      "getpid"',
        before: '],',
      },
      {
        title: 'append a rule',
        after: '"errnoRet": 38 }',
        keys: [',', enter, '{ "names": ["futex"], "action": "SCMP_ACT_LOG" }'],
        becomes: '"errnoRet": 38 },\n    { "names": ["futex"], "action": "SCMP_ACT_LOG" }',
        before: '\n  ]',
      },
      {
        title: 'insert a line',
        after: '"SCMP_ACT_ERRNO",',
        keys: [enter, '"flags": ["SECCOMP_FILTER_FLAG_LOG"],'],
        becomes: '"SCMP_ACT_ERRNO",\n  "flags": ["SECCOMP_FILTER_FLAG_LOG"],',
        before: '\n  "defaultErrnoRet"',
      },
      {
        title: 'delete and retype a word',
        after: '"write',
        keys: [...Array.from({ length: 5 }, () => ['Backspace'] as const), 'pwrite64'],
        becomes: '"pwrite64',
        before: '"\n      ],',
      },
    ],
  },
  {
    name: 'operator profile',
    path: 'deploy/typed-profile.yaml',
    languageId: 'yaml',
    text: `apiVersion: security-profiles-operator.x-k8s.io/v1beta1
kind: SeccompProfile
metadata:
  name: shop
  namespace: store
spec:
  defaultAction: SCMP_ACT_ERRNO
  architectures:
    - SCMP_ARCH_X86_64
  syscalls:
    - action: SCMP_ACT_ALLOW
      names:
        - read
        - openat
        - getuid
        - exit_group
    - action: SCMP_ACT_LOG
      names: [mount, "umount2"]
      args:
        - index: 0
          value: 8
          op: SCMP_CMP_EQ
`,
    edits: [
      {
        title: 'append a name',
        after: '- read',
        keys: [enter, '- write'],
        becomes: '- read\n        - write',
        before: '\n        - openat',
      },
      {
        title: 'append a rule',
        after: 'op: SCMP_CMP_EQ',
        keys: [enter, ['Backspace'], ['Backspace'], ['Backspace'], '- action: SCMP_ACT_ERRNO', enter, '  names: [bpf]'],
        becomes: 'op: SCMP_CMP_EQ\n    - action: SCMP_ACT_ERRNO\n      names: [bpf]',
        before: '\n',
      },
    ],
  },
];
