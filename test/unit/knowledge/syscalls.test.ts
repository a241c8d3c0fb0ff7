import { describe, expect, test } from 'vitest';
import {
  findSyscall,
  findSyscallGroup,
  inDefault,
  nearestSyscall,
  numberedArchitectures,
  type Syscall,
  seccompDefault,
  syscallCard,
  syscallDetail,
  syscallGroups,
  syscallNumbers,
  syscallSignature,
  syscalls,
  targets,
} from '../../../server/src/knowledge';
import { libraryFunctions } from '../../../server/src/knowledge/linux/data/libraryFunctions';
import { firstKernels } from '../../../server/src/knowledge/linux/data/syscallHistory';
import { syscallNotes } from '../../../server/src/knowledge/linux/data/syscallNotes';

const find = (name: string) => findSyscall(name) as Syscall;

describe('the table', () => {
  test('every numbered name is described, once, and the other way round', () => {
    const described = syscalls().map((call) => call.name);
    const numbered = new Set(numberedArchitectures.flatMap((architecture) => [...syscallNumbers(architecture).keys()]));
    expect(new Set(described).size).toBe(described.length);
    expect([...numbered].filter((name) => !findSyscall(name))).toEqual([]);
    expect(described.filter((name) => !numbered.has(name))).toEqual(['atomic_barrier', 'atomic_cmpxchg_32', 'getpagesize', 'syscall']);
  });

  test('every name of a runtime default is in it', () => {
    const names = targets.flatMap((target) => seccompDefault(target).profile.syscalls.flatMap((rule) => rule.names));
    expect(names.filter((name) => !findSyscall(name))).toEqual([]);
  });

  test('every note is on a call, and no call has two', () => {
    const noted = syscallNotes().flatMap((note) => note.calls.split(' '));
    expect(noted.filter((name) => !findSyscall(name))).toEqual([]);
    expect(new Set(noted).size).toBe(noted.length);
    const dated = Object.values(firstKernels).flatMap((names) => names.split(/\s+/));
    expect(dated.filter((name) => !findSyscall(name))).toEqual([]);
  });

  test('every description is a sentence, every argument has a type, every successor exists', () => {
    for (const call of syscalls()) {
      expect(call.does, call.name).toMatch(/^[A-Z`].*\.$/);
      for (const argument of call.args ?? [])
        expect(argument, call.name).toMatchObject({ name: expect.stringMatching(/./), type: expect.stringMatching(/./) });
      if (call.successor) expect(findSyscall(call.successor), call.name).toBeDefined();
      expect(call.args?.length ?? 0, call.name).toBeLessThanOrEqual(6);
    }
  });

  // asm/unistd_64.h, asm/unistd_32.h and asm-generic/unistd.h.
  test.each([
    ['read', { x86_64: 0, x86: 3, aarch64: 63, riscv64: 63 }],
    ['execve', { x86_64: 59, x86: 11, aarch64: 221 }],
    ['clone3', { x86_64: 435, s390x: 435, mips64: 435 }],
    ['socketcall', { x86: 102, x86_64: undefined, aarch64: undefined, s390x: 102 }],
    ['chown32', { x86: 212, x86_64: undefined }],
  ])('numbers of %s', (name, expected) => {
    for (const [architecture, number] of Object.entries(expected))
      expect(syscallNumbers(architecture as 'x86_64').get(name), architecture).toBe(number);
  });

  test('widths and pointers are the kernel’s', () => {
    expect(find('socket').args?.map(({ bits, pointer }) => [bits, pointer])).toEqual([
      [32, false],
      [32, false],
      [32, false],
    ]);
    expect(find('ioctl').args?.map((argument) => argument.bits)).toEqual([32, 32, 64]);
    expect(find('clone').args?.[0]).toMatchObject({ type: 'unsigned long', bits: 32 });
    expect(find('clone3').args?.[0]).toMatchObject({ pointer: true, type: 'struct clone_args *' });
    expect(find('openat').args?.[1]).toMatchObject({ pointer: true, name: 'path' });
    expect(find('mprotect').args?.[2]).toMatchObject({ pointer: false, bits: 64 });
  });

  test('signatures read as in the manual', () => {
    expect(syscallSignature(find('mount'))).toBe(
      'mount(const char *source, const char *target, const char *type, unsigned long flags, const void *data)',
    );
    expect(syscallSignature(find('getpid'))).toBe('getpid()');
    expect(syscallSignature(find('vserver'))).toBeUndefined();
  });

  test('groups', () => {
    expect(findSyscallGroup('@io-uring')?.calls).toEqual(['io_uring_enter', 'io_uring_register', 'io_uring_setup']);
    expect(findSyscallGroup('@keyring')?.calls).toEqual(['add_key', 'keyctl', 'request_key']);
    expect(syscallGroups().flatMap((group) => group.calls)).toHaveLength(syscalls().length);
  });
});

describe('words that are no system call', () => {
  test.each([
    ['READ', ['read'], 'names are lower case'],
    ['__NR_openat', ['openat'], 'names carry no prefix'],
    ['sys_clone', ['clone'], 'names carry no prefix'],
    ['__x64_sys_bpf', ['bpf'], 'names carry no prefix'],
    ['59', ['execve'], 'calls are named, not numbered, and 59 is execve on x86_64 only'],
    ['io_uring_*', ['io_uring_enter', 'io_uring_register', 'io_uring_setup'], 'names are compared whole, without wildcards'],
    ['fopen', ['openat'], 'fopen is a function of the C library'],
    ['pthread_create', ['clone'], 'pthread_create is a function of the C library'],
    ['opneat', ['openat'], 'no system call has this name'],
    ['exit_grp', ['exit_group'], 'no system call has this name'],
  ])('%s', (word, names, reason) => expect(nearestSyscall(word)).toEqual({ names, reason }));

  test.each(['', 'constructor', 'the_quick_brown_fox', '99999', 'zz*'])('%j means nothing', (word) =>
    expect(nearestSyscall(word)).toBeUndefined(),
  );

  test('every function of the C library is no call and leads to calls', () => {
    for (const [word, names] of Object.entries(libraryFunctions)) {
      expect(findSyscall(word), word).toBeUndefined();
      for (const name of names.split(' ')) expect(findSyscall(name), word).toBeDefined();
    }
  });
});

describe('what the defaults answer', () => {
  test.each([
    ['read', 'docker', 'allowed'],
    ['bpf', 'docker', 'with CAP_SYS_ADMIN or with CAP_BPF'],
    ['socket', 'containerd', 'for some arguments'],
    ['io_uring_setup', 'docker', 'EPERM'],
    ['io_uring_setup', 'podman', 'ENOSYS'],
    ['clone3', 'docker', 'with CAP_SYS_ADMIN, else ENOSYS'],
    ['kcmp', 'podman', 'with CAP_SYS_PTRACE, else EPERM'],
    ['clone3', 'podman', 'allowed'],
    ['vmsplice', 'cri-o', 'EPERM'],
    ['ptrace', 'docker', 'from Linux 4.8 or with CAP_SYS_PTRACE'],
    ['swapcontext', 'podman', 'on ppc64le'],
  ] as const)('%s under %s: %s', (name, target, words) => expect(inDefault(name, target).words).toBe(words));
});

describe('Markdown', () => {
  test.each(['clone3', 'socket', 'chown32'])('the card of %s', (name) => expect(syscallCard(name)).toMatchSnapshot());
  test('no card for what is no call', () => expect(syscallCard('fopen')).toBeUndefined());

  test('details', () => {
    expect(syscallDetail('io_uring_setup')).toBe('high risk · @io-uring');
    expect(syscallDetail('read')).toBe('@basic-io');
  });

  /** Looked up one by one; a card that names another has invented it, or needs a line here. */
  const looked = {
    'CVE-2008-0600': 'vmsplice',
    'CVE-2013-2094': 'perf_event_open',
    'CVE-2014-3153': 'futex futex_time64',
    'CVE-2016-0728': 'add_key keyctl request_key',
    'CVE-2016-8655': 'socket',
    'CVE-2017-11176': 'mq_notify',
    'CVE-2017-16995': 'bpf',
    'CVE-2017-5123': 'waitid',
    'CVE-2019-10063': 'ioctl',
    'CVE-2020-14386': 'socket',
    'CVE-2020-8835': 'bpf',
    'CVE-2021-3490': 'bpf',
    'CVE-2022-0185': 'fsconfig fsmount fsopen fspick mount mount_setattr move_mount open_tree open_tree_attr unshare',
    'CVE-2022-0492': 'unshare',
    'CVE-2022-0847': 'splice',
    'CVE-2022-29582': 'io_uring_enter io_uring_register io_uring_setup',
    'CVE-2023-32233': 'unshare',
    'CVE-2024-1086': 'unshare',
    'CVE-2025-21691': 'cachestat',
    'CVE-2026-31431': 'socket splice',
  };

  test('a CVE stands on the cards of the calls that it is about, and on no others', () => {
    const named: Record<string, string[]> = {};
    for (const { name } of syscalls())
      for (const id of new Set(syscallCard(name)?.match(/CVE-\d+-\d+/g))) named[id] = [...(named[id] ?? []), name];
    expect(Object.fromEntries(Object.entries(named).map(([id, calls]) => [id, calls.join(' ')]))).toEqual(looked);
  });

  test('every card says where its facts are from', () => {
    for (const { name } of syscalls()) expect(syscallCard(name), name).toMatch(/\]\(https:\/\//);
  });

  test('every card is short and links each CVE it names', () => {
    for (const { name } of syscalls()) {
      const card = syscallCard(name) ?? '';
      // What is seen of it, without the targets of links.
      expect(card.replace(/\]\([^)]*\)/g, ']').length, name).toBeLessThan(1700);
      for (const id of card.match(/CVE-\d+-\d+/g) ?? []) expect(card).toContain(`[${id}](`);
    }
  });
});
