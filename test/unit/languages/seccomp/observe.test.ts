import { describe, expect, it } from 'vitest';
import { applyEdits, type Context, defaultContext } from '../../../../server/src/core';
import { architectureNamed } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { readLog } from '../../../../server/src/languages/seccomp/observe/readLog';
import { jsonPart, yamlPart } from '../../../../server/src/languages/seccomp/part';

const host = architectureNamed('x86_64')!;

const calls = (log: string) => readLog(log, host).calls.map(({ call }) => call);

describe('a log is read', () => {
  it.each([
    [
      'the audit log',
      'type=SECCOMP msg=audit(1.2:3): auid=0 pid=4 comm="web" exe="/usr/bin/web" sig=0 arch=c000003e syscall=257 compat=0 ip=0x7f code=0x7ffc0000',
      ['openat'],
    ],
    [
      'the kernel log',
      '[ 12.3] audit: type=1326 audit(1.2:3): pid=4 comm="web" sig=31 arch=c00000b7 syscall=56 compat=0 ip=0x1 code=0x80000000',
      ['openat'],
    ],
    ['a record of a 32-bit program', 'type=SECCOMP msg=audit(1.2:3): arch=40000003 syscall=102 compat=1 code=0x50001', ['socketcall']],
    ['a record of an x32 program', 'type=SECCOMP msg=audit(1.2:3): arch=c000003e syscall=1073741825 compat=0 code=0x0', ['write']],
    ['a big-endian host', 'type=SECCOMP msg=audit(1.2:3): arch=80000016 syscall=4 code=0x0', ['write']],
    [
      'ausearch -i',
      'type=SECCOMP msg=audit(01/02/26 10:00:00.1:2) : pid=5 comm=sh exe=/bin/busybox sig=SIGSYS arch=x86_64 syscall=ptrace compat=0 code=kill_process',
      ['ptrace'],
    ],
    [
      'an enriched record',
      'type=SECCOMP msg=audit(1.2:3): arch=c000003e syscall=3 code=0x7ffc0000\x1dARCH=x86_64 SYSCALL=close',
      ['close'],
    ],
    [
      'the operator’s log enricher',
      'I0516 1 enricher.go:446] "audit" type="seccomp" container="db" executable="/usr/bin/db" pid=3 syscallID=39 syscallName="getpid"',
      ['getpid'],
    ],
    ['strace', 'openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3', ['openat']],
    ['strace -f', '[pid   77] read(3, "mount(", 6) = 6\n<... futex resumed>) = 0\n77 close(3) = 0', ['read', 'futex', 'close']],
    [
      'strace -t -n -i',
      '10:01:02.000300 [   1] [00007f12a] write(1, "a", 1) = 1\n     0.000004 lseek(3, 0, SEEK_SET) = 0',
      ['write', 'lseek'],
    ],
    ['perf trace', '     0.012 ( 0.003 ms): web/77 epoll_wait(epfd: 4) = 1', ['epoll_wait']],
    [
      'a table of strace -c',
      '% time     seconds  usecs/call     calls    errors syscall\n------ ----------- ----------- --------- --------- ----------------\n 60.00    0.000012           3         4         1 openat\n 40.00    0.000008           2         4           brk\n------ ----------- ----------- --------- --------- ----------------\n100.00    0.000020                     8         1 total',
      ['openat', 'brk'],
    ],
    ['names', '  12 openat\nread, write\n', ['openat', 'read', 'write']],
    [
      'a recorder’s profile',
      '{"defaultAction":"SCMP_ACT_ERRNO","architectures":["SCMP_ARCH_X86_64"],"syscalls":[{"names":["brk","close"],"action":"SCMP_ACT_ALLOW","args":[]},{"names":["bpf"],"action":"SCMP_ACT_ERRNO"}]}',
      ['brk', 'close'],
    ],
    [
      'an object of the operator',
      'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nmetadata:\n  name: web\nspec:\n  defaultAction: SCMP_ACT_ERRNO\n  syscalls:\n  - action: SCMP_ACT_ALLOW\n    names: [brk]\n',
      ['brk'],
    ],
    ['prose, passed over', 'we mount(ed) the disk and read the log\n--- SIGCHLD {si_signo=SIGCHLD} ---\n+++ exited with 0 +++', []],
  ])('%s', (_, log, expected) => {
    expect(calls(log)).toEqual(expected);
  });

  it('tells refusals, programs, lines, ABIs and arguments', () => {
    const log = [
      'socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = 3',
      'socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) = 4',
      '[ Process PID=7 runs in 32 bit mode. ]',
      'read(0, "", 1) = 0',
      'type=SECCOMP comm="web" arch=c000003e syscall=165 code=0x50001',
    ].join('\n');
    expect(readLog(log, host).calls).toMatchObject([
      {
        call: 'socket',
        lines: [1, 2],
        refused: false,
        args: [
          [1n, expect.anything(), 0n],
          [2n, 2n],
        ],
      },
      { call: 'read', lines: [4], abi: { name: 'x86' } },
      { call: 'mount', lines: [5], abi: { name: 'x86_64' }, refused: true, programs: ['web'] },
    ]);
  });
});

const observe = (text: string, log: string, context: Partial<Context> = {}) => {
  const part = text.startsWith('apiVersion') ? yamlPart(text) : jsonPart(text);
  const observed = seccomp.fromObservation!(part, log, { ...defaultContext, ...context });
  return { ...observed, text: applyEdits(text, observed.edits), part };
};

const profile = `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": [
        "close",
        "read"
      ],
      "action": "SCMP_ACT_ALLOW"
    },
    { "names": ["ptrace"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13 }
  ]
}
`;

describe('into a profile', () => {
  it('goes no ABI on which two of its rules collide', () => {
    const rule = (action: string) => `{ "names": ["shmat"], "action": "${action}" }`;
    const own = `{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [${rule('SCMP_ACT_ALLOW')}, ${rule('SCMP_ACT_LOG')}] }`;
    const { text, suggestions } = observe(own, 'type=SECCOMP comm="a" arch=40000003 syscall=102 code=0x50001');
    expect(text).toBe(own);
    expect(suggestions).toMatchObject([{ rule: 'SCMP_ARCH_X86', note: expect.stringContaining('two rules collide') }]);
  });

  it('offers what other architectures and C libraries call instead', () => {
    const { suggestions } = observe(profile, 'mkdir("/x", 0755) = 0\nchmod("/x", 0644) = 0\nfchmodat(AT_FDCWD, "/x", 0644) = 0\n');
    const notes = Object.fromEntries(suggestions.map(({ rule, note = '' }) => [rule, note]));
    expect(notes.mkdir).toContain('call mkdirat instead');
    expect(notes.chmod).toContain('call fchmodat2 instead');
  });

  it('goes what it lacks, where it belongs in a sorted list', () => {
    const { text, suggestions } = observe(
      profile,
      'read(0, "", 1) = 0\nopenat(AT_FDCWD, "/", O_RDONLY) = 3\nbpf(BPF_MAP_CREATE, {}, 1) = 4',
    );
    expect(text).toBe(profile.replace('"close",\n        "read"', '"bpf",\n        "close",\n        "openat",\n        "read"'));
    expect(suggestions).toMatchObject([
      { rule: 'bpf', lines: [3], note: expect.stringMatching(/^High risk: /) },
      { rule: 'openat', lines: [2] },
    ]);
    expect(suggestions[1]).not.toHaveProperty('note');
  });

  it('goes what it lacks beside calls of the same family', () => {
    const rules = (files: string, memory: string) =>
      `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": [${memory}], "action": "SCMP_ACT_ALLOW"}, {"names": [${files}], "action": "SCMP_ACT_ALLOW"}]}`;
    const { text } = observe(rules('"stat", "openat"', '"mmap"'), 'munmap(0x1, 2) = 0\nunlink("a") = 0');
    expect(text).toBe(rules('"stat", "openat", "unlink"', '"mmap", "munmap"'));
  });

  it('goes nothing that a rule of its own refuses', () => {
    const log = 'type=SECCOMP comm="a" arch=c000003e syscall=101 code=0x5000d';
    const { edits, denied, part } = observe(profile, log);
    expect(edits).toEqual([]);
    expect(denied.map(({ what, line, span }) => [what, line, part.text.slice(span.start, span.end)])).toEqual([['ptrace', 1, '"ptrace"']]);
  });

  it('goes nothing that it allows already, which is said of refusals', () => {
    expect(observe(profile, 'type=SECCOMP arch=c000003e syscall=3 code=0x50001').covered).toMatchObject([{ what: 'close', line: 1 }]);
    expect(observe(profile, 'close(3) = 0')).toMatchObject({ covered: [], edits: [], suggestions: [] });
  });

  it('go to every socket where the log once shows a family that nobody can read', () => {
    const rules = (log: string) => observe(profile, log).suggestions.flatMap(({ rule }) => (/^socket\b/.test(rule) ? [rule] : []));
    expect(rules('socket(AF_INET, SOCK_STREAM, 0) = 3\nsocket(0x28 /* AF_??? */, SOCK_STREAM, 0) = 3')).toEqual([
      'socket where domain = AF_INET (2)',
      'socket where domain = AF_VSOCK (40)',
    ]);
    expect(rules('[pid 4] socket(AF_INET, SOCK_STREAM, 0 <unfinished ...>\n[pid 4] <... socket resumed>) = 3')).toEqual([
      'socket where domain = AF_INET (2)',
    ]);
    expect(rules('socket(AF_INET, SOCK_STREAM, 0) = 3\nsocket(AF_OF_TOMORROW, SOCK_STREAM, 0) = 3')).toEqual(['socket']);
  });

  it('go sockets by family, and threads without namespaces', () => {
    const log =
      'socket(AF_INET6, SOCK_STREAM, 0) = 3\nsocket(AF_UNIX, SOCK_STREAM, 0) = 3\nclone3({flags=CLONE_VM, exit_signal=0}, 88) = 9';
    const { text, suggestions } = observe(profile, log);
    expect(suggestions.map(({ rule }) => rule)).toEqual([
      'clone where flags has none of CLONE_NEWNS|CLONE_NEWCGROUP|CLONE_NEWUTS|CLONE_NEWIPC|CLONE_NEWUSER|CLONE_NEWPID|CLONE_NEWNET (0x7e020000)',
      'clone3 fails with ENOSYS',
      'socket where domain = AF_UNIX (1)',
      'socket where domain = AF_INET6 (10)',
    ]);
    const decide = (query: string) => seccomp.explain!(jsonPart(text), query, defaultContext).json.decision;
    expect(decide('socket(AF_UNIX)')).toBe('SCMP_ACT_ALLOW');
    expect(decide('socket(AF_NETLINK)')).toBe('SCMP_ACT_ERRNO(1)');
    expect(decide('clone(CLONE_VM|CLONE_THREAD)')).toBe('SCMP_ACT_ALLOW');
    expect(decide('clone(CLONE_NEWUSER)')).toBe('SCMP_ACT_ERRNO(1)');
    expect(decide('clone3')).toBe('SCMP_ACT_ERRNO(38)');
    // Asked again, nothing is left to add.
    expect(observe(text, log).edits).toEqual([]);
  });

  it('goes what a profile that logs does not list yet', () => {
    expect(
      observe('{"defaultAction": "SCMP_ACT_LOG", "syscalls": []}', 'type=SECCOMP arch=c000003e syscall=0 code=0x7ffc0000').text,
    ).toContain('"read"');
    expect(observe('{"defaultAction": "SCMP_ACT_ALLOW"}', 'read(0, "", 1) = 0').edits).toEqual([]);
  });

  it('goes a condition beside others only where libseccomp takes it', () => {
    const rule = (args: string) =>
      `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["socket"], "action": "SCMP_ACT_ALLOW", "args": [${args}]}]}`;
    const domain = '{"index": 0, "value": 1, "op": "SCMP_CMP_EQ"}';
    const log = 'socket(AF_INET, SOCK_STREAM, 0) = 3';
    expect(observe(rule(domain), log).suggestions).toHaveLength(1);
    const two = observe(rule(`${domain}, {"index": 1, "value": 1, "op": "SCMP_CMP_EQ"}`), log);
    expect(two).toMatchObject({ edits: [], denied: [{ what: 'socket' }] });
  });

  it('goes the call into an object of the operator', () => {
    const text =
      'apiVersion: security-profiles-operator.x-k8s.io/v1beta1\nkind: SeccompProfile\nmetadata:\n  name: web\nspec:\n  defaultAction: SCMP_ACT_ERRNO # deny\n  syscalls:\n    - action: SCMP_ACT_ALLOW\n      names:\n        - read # always\n';
    expect(observe(text, 'write(1, "a", 1) = 1').text).toBe(`${text}        - write\n`);
  });
});

describe('into an empty file', () => {
  const log =
    'execve("/usr/bin/web", ["web"], 0x7ffd /* 9 vars */) = 0\nclone3({flags=CLONE_VM}, 88) = 9\nsocket(AF_INET, SOCK_STREAM, 0) = 3\nptrace(PTRACE_TRACEME) = 0';

  it('goes a whole profile, with what the runtime needs', async () => {
    const { text, suggestions } = observe('', log);
    const made = JSON.parse(text);
    expect(made).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 38 });
    expect(made.syscalls[0].names).toEqual([...made.syscalls[0].names].sort());
    expect(made.syscalls[0].names).toEqual(expect.arrayContaining(['execve', 'exit_group', 'capset', 'ptrace']));
    expect(made.syscalls.map(({ names }: { names: string[] }) => names.length).slice(1)).toEqual([1, 1]);
    expect(suggestions[0]).toMatchObject({ rule: 'ptrace', note: expect.stringContaining('Medium risk') });
    expect(suggestions.find(({ rule }) => rule === 'capset')).toEqual({
      rule: 'capset',
      lines: [],
      note: 'The runtime makes it while it starts the container.',
    });
    const found = seccomp.rules.flatMap((rule) =>
      [...rule.check(jsonPart(text), defaultContext)].map((report) => ({ code: rule.code, severity: rule.severity, ...report })),
    );
    expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });

  it('goes nothing where the log says nothing', () => {
    expect(observe('', 'hello\n').edits).toEqual([]);
    expect(observe('not a profile', log).edits).toEqual([]);
  });
});
