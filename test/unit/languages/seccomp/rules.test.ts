import { describe, expect, it } from 'vitest';
import type { Target } from '../../../../server/src/core';
import { drawn, findingsOf, fixedBy, fixesOf, objectOf, partOf } from './helpers';

const started = ['close', 'execve', 'exit_group', 'futex', 'read', 'rt_sigreturn', 'write'];
const allow = (names: string[], more = {}) => ({ names, action: 'SCMP_ACT_ALLOW', ...more });
const quiet = { architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'] };
const profile = (...syscalls: unknown[]) => ({ defaultAction: 'SCMP_ACT_ERRNO', ...quiet, syscalls: [allow(started), ...syscalls] });

const severitiesOf = (value: unknown, code: string) =>
  (['docker', 'podman', 'cri-o', 'containerd'] as Target[]).map(
    (target) => findingsOf(partOf(value), { target }).find((finding) => finding.code === `seccomp/${code}`)?.severity ?? '-',
  );

describe('what a loader refuses', () => {
  it.each([
    // docker, podman, cri-o, containerd
    ['both forms of the name', profile({ ...allow(['mkdir']), name: 'rmdir' }), 'name-and-names', ['error', 'error', 'error', 'warning']],
    [
      'an error beside ALLOW',
      profile({ ...allow(['mkdir']), errnoRet: 1 }),
      'errno-on-other-action',
      ['warning', 'error', 'error', 'warning'],
    ],
    ['an unknown error name', { ...profile(), defaultErrno: 'ENOPE' }, 'unknown-errno', ['-', 'error', 'error', '-']],
    ['an error name that is dropped', { ...profile(), defaultErrno: 'ENOSYS' }, 'errno-name-dropped', ['warning', '-', '-', 'warning']],
    [
      'a kernel of three numbers',
      profile(allow(['mkdir'], { includes: { minKernel: '4.8.0' } })),
      'min-kernel-form',
      ['error', '-', '-', '-'],
    ],
    ['a comment that is a number', profile({ ...allow(['mkdir']), comment: 5 }), 'value-type', ['error', 'error', 'error', '-']],
    ['an empty name', profile(allow([''])), 'empty-name', ['error', 'warning', 'warning', 'error']],
    ['a short architecture', { ...profile(), architectures: ['x86_64'] }, 'unknown-architecture', ['error', 'warning', 'warning', 'error']],
    [
      'an architecture of the other byte order',
      { ...profile(), architectures: ['SCMP_ARCH_S390X'] },
      'foreign-byte-order',
      ['error', 'error', 'error', 'error'],
    ],
    ['TSYNC', { ...profile(), flags: ['SECCOMP_FILTER_FLAG_TSYNC'] }, 'tsync-flag', ['error', 'hint', 'hint', 'error']],
    [
      'NOTIFY without an agent',
      profile({ names: ['mkdir'], action: 'SCMP_ACT_NOTIFY' }),
      'notify-without-listener',
      ['error', 'warning', 'warning', 'error'],
    ],
    ['the old name', profile({ name: 'mkdir', action: 'SCMP_ACT_ALLOW' }), 'single-name', ['hint', 'hint', 'hint', 'warning']],
    ['conditions', profile(allow(['mount'], { includes: { caps: ['CAP_SYS_ADMIN'] } })), 'conditions-dropped', ['-', '-', '-', 'warning']],
  ])('%s', (_, value, code, expected) => {
    expect(severitiesOf(value, code)).toEqual(expected);
  });

  it('is said of archMap for the host’s own entry only', () => {
    const foreign = {
      defaultAction: 'SCMP_ACT_ERRNO',
      archMap: [
        { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
        { architecture: 'SCMP_ARCH_S390X', subArchitectures: ['SCMP_ARCH_S390', 'SCMP_ARCH_Z'] },
      ],
      syscalls: [allow(started)],
    };
    expect(drawn(partOf(foreign), { target: 'docker' })).toEqual([
      'warning seccomp/unknown-architecture "SCMP_ARCH_Z"'.replace('seccomp/', ''),
    ]);
  });
});

describe('a rule that does not apply', () => {
  const apart = { excludes: { arches: ['amd64'] } };
  it.each([
    [{ ...allow(['mkdir']), name: 'rmdir' }, 'name-and-names', ['error', 'warning', 'warning', 'warning']],
    [{ names: ['mkdir'], action: 'SCMP_ACT_ALOW' }, 'unknown-action', ['warning', 'warning', 'warning', 'error']],
    [{ names: ['mkdir'], action: 'SCMP_ACT_ERRNO', errno: 'ENOPE' }, 'unknown-errno', ['-', 'warning', 'warning', '-']],
    [{ names: ['mkdir'], action: 'SCMP_ACT_ERRNO', errnoRet: 4095 }, 'errno-range', ['warning', 'warning', 'warning', 'error']],
    [{ names: ['mkdir'], action: 'SCMP_ACT_ERRNO', errnoRet: -1 }, 'errno-range', ['error', 'error', 'error', 'error']],
    [allow(['kill'], { args: [{ index: 6, value: 1, op: 'SCMP_CMP_EQ' }] }), 'arg-index', ['warning', 'warning', 'warning', 'error']],
    [allow(['kill'], { args: [{ index: 1, value: 1, op: '==' }] }), 'unknown-operator', ['warning', 'warning', 'warning', 'error']],
    [{ names: ['mkdir'], action: 'SCMP_ACT_NOTIFY' }, 'notify-without-listener', ['warning', 'warning', 'warning', 'error']],
  ])('refuses nothing where it is passed over: %j', (rule, code, expected) => {
    expect(severitiesOf(profile({ ...rule, ...apart }), code)).toEqual(expected);
  });
  it('nor does anything where there is no filter', () => {
    const nothing = { architectures: ['SCMP_ARCH_NONE'], archMap: [{ architecture: 'SCMP_ARCH_X86_64' }], flags: ['NONE'] };
    expect(drawn(partOf(nothing)).filter((finding) => finding.startsWith('error'))).toEqual([]);
  });
  it('is refused with the rule that it contradicts where its conditions are dropped', () => {
    const same = { args: [{ index: 1, value: 1, op: 'SCMP_CMP_EQ' }] };
    const both = profile({ names: ['kill'], action: 'SCMP_ACT_LOG', ...same, ...apart }, allow(['kill'], same));
    expect(severitiesOf(both, 'conflicting-conditions')).toEqual(['-', '-', '-', 'error']);
  });
});

describe('objects of the operator', () => {
  const object = (lines: string) =>
    objectOf(
      `apiVersion: security-profiles-operator.x-k8s.io/v1\nkind: SeccompProfile\nmetadata: { name: web }\nspec:\n  defaultAction: SCMP_ACT_ERRNO\n  baseProfileName: runc\n  state: Enabled\n  architectures: [SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_X32]\n${lines}`,
    );
  const rule = (more: string) => `  syscalls:\n    - action: SCMP_ACT_ALLOW\n${more}`;
  const condition = (more: string) => rule(`      names: [ptrace]\n      args:\n        - { op: SCMP_CMP_EQ, ${more} }\n`);

  it.each([
    ['  listenerPath: /run/agent.sock\n  syscalls: [{ names: [mount], action: SCMP_ACT_NOTIFY }]\n', '/run/agent.sock'],
    [rule(''), 'SCMP_ACT_ALLOW'],
    [rule('      names: []\n'), 'names'],
    [condition('value: 1'), 'SCMP_CMP_EQ'],
    [condition('index: 0, value: 9223372036854775808'), '9223372036854775808'],
    [rule(`      names: [lseek]\n      args:\n${'        - { index: 2, value: 1, op: SCMP_CMP_EQ }\n'.repeat(7)}`), 'SCMP_CMP_EQ'],
  ])('are refused beyond the API’s limits: %j', (lines, at) => {
    const errors = drawn(object(lines)).filter((finding) => finding.startsWith('error'));
    expect(errors).toEqual([`error operator-limits ${at}`]);
  });

  it('may have what the API lists, and not what it lacks', () => {
    expect(drawn(object(condition('index: 0, value: 1')))).toEqual([]);
    const arch = (name: string) => drawn(objectOf(object('').text.replace('SCMP_ARCH_X32', name)));
    expect(arch('SCMP_ARCH_LOONGARCH64').filter((finding) => finding.includes('operator-limits'))).toEqual([
      'error operator-limits SCMP_ARCH_LOONGARCH64',
    ]);
    expect(arch('SCMP_ARCH_RISCV64').filter((finding) => finding.includes('operator-limits'))).toEqual([]);
  });

  it('lose an error of 0', () => {
    const part = object('  syscalls: [{ names: [mount], action: SCMP_ACT_ERRNO, errnoRet: 0 }]\n');
    expect(drawn(part)).toContain('warning operator-field 0');
    expect(drawn(part).some((finding) => finding.includes('errno-zero'))).toBe(false);
  });
});

describe('quiet files', () => {
  it('have nothing said of them', () => {
    expect(drawn(partOf(profile()))).toEqual([]);
    expect(
      drawn(
        partOf(
          profile(
            { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 },
            allow(['clone'], { args: [{ index: 0, value: 2114060288, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] }),
          ),
        ),
      ),
    ).toEqual([]);
  });

  it('may hold notes, nulls and empty lists', () => {
    expect(drawn(partOf({ $schema: 'x', _note: 1, ...profile(allow(['mkdir'], { args: null, comment: '' })), flags: null }))).toEqual([]);
  });

  it('may be other documents than profiles', () => {
    expect(drawn(objectOf('kind: ConfigMap\ndata: {a: [}\n'))).toEqual([]);
  });
});

describe('one mistake', () => {
  const refuse = (more: object) => ({ names: ['getpid'], action: 'SCMP_ACT_ERRNO', ...more });
  it.each([
    ['nothing is allowed', { ...profile(), syscalls: [{ names: ['mount'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 }] }, 'nothing-allowed'],
    ['rules that are no list', { ...profile(), syscalls: {} }, 'value-type'],
    ['an architecture that is none', { ...profile(), architectures: ['SCMP_ARCH_NATIVE'] }, 'unknown-architecture'],
    ['architectures that are no list', { ...profile(), architectures: 'SCMP_ARCH_X86_64' }, 'value-type'],
    ['an index that is no number', profile(allow(['mkdir'], { args: [{ index: 0.5, value: 1, op: 'SCMP_CMP_EQ' }] })), 'value-type'],
    ['an error that is cut', profile(refuse({ errnoRet: 65537 })), 'errno-range'],
    ['an error that is no number', profile(refuse({ errnoRet: '38' })), 'value-type'],
    ['an error whose name is dropped', profile(refuse({ errno: 'ENOSYS' })), 'errno-name-dropped'],
    ['a default that is none', { ...profile(), defaultAction: 'SCMP_ACT_ERNO' }, 'unknown-action'],
    ['a condition that is void', profile(allow(['read'], { args: [{ index: 0, value: 1, op: 'SCMP_CMP_EQ' }] })), 'duplicate-rule'],
  ])('has one finding: %s', (_, value, code) => {
    for (const target of ['docker', 'containerd'] as const)
      expect(findingsOf(partOf(value), { target }).map((finding) => finding.code.slice(8))).toEqual([code]);
  });
  it('is said once: what follows from dropped conditions is not', () => {
    const copies = profile(
      allow(['clone'], {
        args: [{ index: 0, value: 2114060288, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }],
        excludes: { caps: ['CAP_SYS_ADMIN'] },
      }),
      allow(['clone'], { includes: { caps: ['CAP_SYS_ADMIN'] } }),
    );
    expect(drawn(partOf(copies), { target: 'containerd' })).toEqual(['warning conditions-dropped "excludes"']);
  });

  it('is said once for many calls', () => {
    const twice = partOf(profile({ names: started, action: 'SCMP_ACT_LOG' }));
    const [finding, ...rest] = findingsOf(twice).filter(({ code }) => code === 'seccomp/shadowed-rule');
    expect(rest).toEqual([]);
    expect(finding?.message).toBe(
      'This has no effect for `close`, `execve`, `exit_group`, `futex` and 3 more: rule 1 comes first, so the call is allowed.',
    );
    expect(finding?.related).toHaveLength(started.length);
  });

  it('has its own words where two NOT-EQUALs let everything through', () => {
    const both = profile(
      allow(['lseek'], {
        args: [
          { index: 1, value: 1, op: 'SCMP_CMP_NE' },
          { index: 1, value: 2, op: 'SCMP_CMP_NE' },
        ],
      }),
    );
    expect(findingsOf(partOf(both)).find(({ code }) => code === 'seccomp/repeated-index')?.message).toMatch(/matches every value/);
  });
});

describe('the width of arguments', () => {
  const on = (action: string, op: string, value: number) =>
    partOf({
      ...profile({ names: ['kill'], action, args: [{ index: 1, value, op }] }),
      ...(action === 'SCMP_ACT_ERRNO' && { defaultAction: 'SCMP_ACT_ALLOW' }),
    });
  const warned = (...at: Parameters<typeof on>) => findingsOf(on(...at)).some(({ code }) => code === 'seccomp/narrow-argument');

  it('matters where higher bits open a door, and there only', () => {
    expect(['EQ', 'NE', 'LT', 'LE', 'GT', 'GE'].filter((op) => warned('SCMP_ACT_ALLOW', `SCMP_CMP_${op}`, 9))).toEqual(['NE', 'GT', 'GE']);
    expect(['EQ', 'NE', 'LT', 'LE', 'GT', 'GE'].filter((op) => warned('SCMP_ACT_ERRNO', `SCMP_CMP_${op}`, 9))).toEqual(['EQ', 'LT', 'LE']);
  });

  it('is put right with a mask', () => {
    expect(fixedBy(on('SCMP_ACT_ERRNO', 'SCMP_CMP_EQ', 9), 'narrow-argument', 'Compare the low 32 bits with MASKED_EQ')).toContain(
      '{"index":1,"value":4294967295,"valueTwo":9,"op":"SCMP_CMP_MASKED_EQ"}',
    );
  });
});

describe('fixes', () => {
  it('keep the layout of the file', () => {
    const text =
      '{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "architectures": [\n    "SCMP_ARCH_X86_64"\n  ],\n  "syscalls": [\n    { "names": ["read", "READ"], "action": "SCMP_ACT_ALLOW" }\n  ]\n}\n';
    expect(fixedBy(partOf(text), 'uncovered-abi', 'Add SCMP_ARCH_X86 and SCMP_ARCH_X32')).toContain(
      '[\n    "SCMP_ARCH_X86_64",\n    "SCMP_ARCH_X86",\n    "SCMP_ARCH_X32"\n  ]',
    );
    expect(fixedBy(partOf(text), 'unknown-syscall', 'Remove `READ`, which is listed already')).toContain('"names": ["read"]');
  });

  it('write the calls that a wildcard or a function of the C library stands for', () => {
    const wild = partOf(profile(allow(['io_uring*', 'mkdir'])));
    expect(fixedBy(wild, 'unknown-syscall', 'Write `io_uring_enter`, `io_uring_register` and `io_uring_setup`')).toContain(
      '["io_uring_enter","io_uring_register","io_uring_setup","mkdir"]',
    );
  });

  it('remove a rule whose last name goes', () => {
    const twice = partOf(profile({ names: ['read'], action: 'SCMP_ACT_LOG' }));
    expect(JSON.parse(fixedBy(twice, 'shadowed-rule', 'Remove `read` here, as it has no effect')).syscalls).toHaveLength(1);
    expect(
      JSON.parse(fixedBy(twice, 'shadowed-rule', 'Remove `read` from rule 1, so that this rule decides…')).syscalls[0].names,
    ).not.toContain('read');
  });

  it('resolve a profile for containerd where it stands', () => {
    const text = `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "archMap": [
    { "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86"] }
  ],
  "syscalls": [
    { "name": "read", "action": "SCMP_ACT_ALLOW" },
    { "names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": { "caps": ["CAP_SYS_ADMIN"] } },
    { "names": ["chown"], "action": "SCMP_ACT_ALLOW", "comment": "kept", "includes": { "caps": ["CAP_CHOWN"] }, "excludes": {} },
    { "names": ["bpf"], "action": "SCMP_ACT_ERRNO", "errno": "ENOSYS", "excludes": { "caps": ["CAP_BPF"] } }
  ]
}
`;
    expect(
      fixedBy(partOf(text), 'conditions-dropped', 'Resolve for containerd (capabilities: containerd’s default, x86_64)…', {
        target: 'containerd',
      }),
    ).toBe(`{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"],
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
    { "names": ["chown"], "action": "SCMP_ACT_ALLOW", "comment": "kept" },
    { "names": ["bpf"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38 }
  ]
}
`);
  });

  it('work in YAML, and keep its comments', () => {
    const yaml =
      'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nspec:\n  defaultAction: SCMP_ACT_ERRNO # no\n  architectures:\n  - SCMP_ARCH_X86_64\n  syscalls:\n  - action: SCMP_ACT_ALLOW\n    names:\n    - read # in\n    - read\n';
    expect(fixedBy(objectOf(yaml), 'duplicate-name', 'Remove the second `read`')).toBe(yaml.replace('    - read\n', ''));
    expect(fixedBy(objectOf(yaml), 'uncovered-abi', 'Add SCMP_ARCH_X86 and SCMP_ARCH_X32')).toBe(
      yaml.replace('  - SCMP_ARCH_X86_64\n', '  - SCMP_ARCH_X86_64\n  - SCMP_ARCH_X86\n  - SCMP_ARCH_X32\n'),
    );
  });

  it('offer both ways out of killing a thread, each with its price', () => {
    const part = partOf(profile({ names: ['mount'], action: 'SCMP_ACT_KILL' }));
    expect(fixesOf(part, 'kill-thread').map(({ title, note }) => [title, note])).toEqual([
      ['Set SCMP_ACT_KILL_PROCESS…', expect.stringContaining('ended')],
      ['Set SCMP_ACT_ERRNO…', expect.stringContaining('lives on')],
    ]);
    expect(fixedBy(part, 'kill-thread', 'Set SCMP_ACT_ERRNO…')).toContain('{"names":["mount"],"action":"SCMP_ACT_ERRNO"}');
  });

  it('that may break a workload say so', () => {
    const value = {
      defaultAction: 'SCMP_ACT_KILL',
      architectures: ['SCMP_ARCH_X86_64'],
      syscalls: [
        allow([...started, 'io_uring_setup', 'clone3']),
        allow(['clone'], { args: [{ index: 0, value: 2114060288, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] }),
      ],
    };
    for (const code of ['kill-thread', 'io-uring', 'clone3-bypass']) {
      const [fix] = fixesOf(partOf(value), code);
      expect(fix).toMatchObject({ safe: false, title: expect.stringMatching(/…$/), note: expect.any(String) });
    }
  });
});

describe('equivalent calls', () => {
  const messages = (one: unknown, context = {}) =>
    findingsOf(partOf(one), context).flatMap(({ code, message }) => (/equivalent|names-of/.test(code) ? [message] : []));
  const deny = (...names: string[]) => ({ defaultAction: 'SCMP_ACT_ALLOW', syscalls: [{ names, action: 'SCMP_ACT_ERRNO' }] });

  it('that a deny list leaves open are named', () => {
    expect(messages(deny('chmod', 'fchmod'))).toEqual([expect.stringMatching(/around `chmod` by `fchmodat` and `fchmodat2`/)]);
    expect(messages(deny('mkdirat'))).toEqual([]);
    expect(messages(deny('mount', 'move_mount'))).toEqual([]);
    expect(messages(deny('finit_module'))).toEqual([expect.stringContaining('`init_module`')]);
    // A rule that allows the sibling says so on purpose.
    const open = deny('unlink');
    expect(messages({ ...open, syscalls: [...open.syscalls, { names: ['unlinkat'], action: 'SCMP_ACT_LOG' }] })).toEqual([]);
  });

  it('that an allow list lacks on a host without the old calls are named', () => {
    const list = (...names: string[]) => ({
      defaultAction: 'SCMP_ACT_ERRNO',
      syscalls: [{ names: ['execve', ...names], action: 'SCMP_ACT_ALLOW' }],
    });
    expect(messages(list('open', 'dup2'), { architecture: 'riscv64' })).toEqual([
      expect.stringMatching(/riscv64 does not have `open` and `dup2`.*`dup3` and `openat`/),
    ]);
    expect(messages(list('open', 'openat2'), { architecture: 'aarch64' })).toEqual([]);
    expect(messages(list('open', 'dup2'))).toEqual([]);
  });
});
