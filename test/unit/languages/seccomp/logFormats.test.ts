import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext } from '../../../../server/src/core';
import { architectureNamed } from '../../../../server/src/knowledge';
import { seccomp } from '../../../../server/src/languages/seccomp';
import { readLog } from '../../../../server/src/languages/seccomp/observe/readLog';
import { jsonPart } from '../../../../server/src/languages/seccomp/part';

const host = architectureNamed('x86_64')!;

/** `x86 mkdir!`: the ABI where the log tells one that isn't the host's, and a mark for a refusal. */
const seen = (log: string) =>
  readLog(log, host).calls.map(({ call, abi, refused }) => `${abi && abi !== host ? `${abi.name} ` : ''}${call}${refused ? '!' : ''}`);

/** Every line of these is read. */
describe.each([
  [
    'strace: numbers beyond its table',
    'syscall_0x1b5(0x6, 0x55, 0x18) = -1 EPERM\n[pid 9] 10:00:00 syscall_435(0x7, 0x58) = 11 <0.000010>',
    ['openat2', 'clone3'],
  ],
  [
    'strace: signals of a filter',
    'write(1, "a", 1) = 1\n--- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x7f, si_syscall=__NR_rmdir, si_arch=AUDIT_ARCH_X86_64} ---\n+++ killed by SIGSYS (core dumped) +++',
    ['write', 'rmdir!'],
  ],
  [
    'strace: a signal of another ABI',
    '7 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_syscall=__NR_chmod, si_arch=AUDIT_ARCH_I386} ---',
    ['x86 chmod!'],
  ],
  [
    'strace: the mode of a process, which its children keep',
    'strace: [ Process PID=12 runs in 32 bit mode. ]\n12 fork() = 13\n13 getpid() = 13\n14 getpid() = 14\n',
    ['x86 fork', 'x86 getpid', 'getpid'],
  ],
  ['strace: what it says of itself', 'strace: Process 12 attached\n[pid 12] close(3) = 0\n+++ exited with 0 +++', ['close']],
  [
    'perf trace',
    '     0.120 (         ): my server/12 poll(ufds: 0x7f) ...\n     0.121 ( 0.001 ms): my server/12  ... [continued]: poll()) = 1\n     0.130 ( 0.003 ms): recvmsg(fd: 5) = 2',
    ['poll', 'recvmsg'],
  ],
  [
    'perf trace -s',
    ' Summary of events:\n\n my server (12), 45 events, 10.5%\n\n   syscall            calls  errors  total       min       avg       max       stddev\n                                     (msec)    (msec)    (msec)    (msec)        (%)\n   --------------- --------  ------ -------- --------- --------- ---------     ------\n   recvmsg               12      0     0.120     0.001     0.010     0.020      1.00%\n',
    ['recvmsg'],
  ],
  [
    'gVisor',
    'I0309 10:00:00.000001       1 strace.go:561] [   3:   4] my app E mkdirat(AT_FDCWD /, 0x7f /tmp/x, 0o755)\nI0309 10:00:00.000002       1 strace.go:599] [   3(4):   4(5)] my app X mkdirat(AT_FDCWD /, 0x7f /tmp/x, 0o755) = 0 (0x0) (3µs)\nD0309 10:00:00.000003       1 task_signals.go:188] [   3:   4] No task notified of signal 23',
    ['mkdirat'],
  ],
  [
    'sysdig',
    '12 10:00:00.000000001 0 my app (77.78) > openat dirfd=-100(AT_FDCWD)\n13 10:00:00.000000002 0 my app (77.78) > switch next=0\n14 10:00:00.000000003 1 app (77) < unlink res=0',
    ['openat', 'unlink'],
  ],
  [
    'Falco',
    '10:00:00.1: Notice Made a folder (user=root evt_type=mkdir proc=app)\n{"output":"x","output_fields":{"evt.type":"symlinkat","proc.name":"app"},"rule":"r"}',
    ['mkdir', 'symlinkat'],
  ],
  [
    'bpftrace',
    'Attaching 2 probes...\n\n@[tracepoint:syscalls:sys_enter_fsync]: 7\n@calls[app, sys_exit_newstat]: 2\n@[__ia32_sys_chmod]: 1\n@n[app, 257]: 3\n@[87]: 1',
    ['fsync', 'stat', 'x86 chmod', 'openat', 'unlink'],
  ],
  [
    'ftrace',
    '# tracer: nop\n app-12 [000] ..... 12.3: sys_enter: NR 82 (55, 56)\n app-12 [000] ..... 12.4: sys_enter_sendfile64(out_fd: 1)',
    ['rename', 'sendfile'],
  ],
  [
    'Tetragon',
    '{"process_exec":{"process":{"binary":"/bin/app"}}}\n{"process_kprobe":{"process":{"binary":"/bin/app"},"function_name":"__x64_sys_mount","args":[]}}\n{"process_kprobe":{"process":{"binary":"/bin/app"},"function_name":"sys_umount"}}\n{"process_tracepoint":{"process":{"binary":"/bin/app"},"subsys":"raw_syscalls","event":"sys_enter","args":[{"syscall_id":{"id":15,"abi":"i386"}}]}}',
    ['mount', 'umount2', 'x86 chmod'],
  ],
  ['Inspektor Gadget: traceloop', 'CPU PID  COMM NAME   PARAMS        RET\n1   77   app  fchown fd=3, user=0  0', ['fchown']],
  ['Inspektor Gadget: events', '{"comm":"app","pid":77,"syscall":"fchmod"}', ['fchmod']],
  [
    'Inspektor Gadget: advise_seccomp for two containers',
    '// one\n{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["link"],"action":"SCMP_ACT_ALLOW"}]}\n// two\n{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["symlink"],"action":"SCMP_ACT_ALLOW"}]}',
    ['link', 'symlink'],
  ],
  [
    'the operator’s JSON enricher',
    '{"auditID":"a","executable":"/usr/bin/app","pid":7,"syscalls":["link","symlink"],"version":"spo/v1_alpha"}',
    ['link', 'symlink'],
  ],
])('%s', (_, log, expected) => {
  it('is read to the last line', () => {
    expect(seen(log)).toEqual(expected);
    const [census] = readLog(log, host).census;
    expect(census).not.toHaveProperty('firstUnread');
    expect(census?.read).toBe(census?.lines);
  });
});

describe('what was read', () => {
  it('is counted, with the first line of an unknown form', () => {
    const { census } = readLog('mkdir("x", 0755) = 0\n\nwhat now\nnothing(1) = 0\nrmdir("x") = 0\n', host);
    expect(census).toEqual([{ forms: ['strace'], lines: 4, read: 2, firstUnread: 3 }]);
  });

  it('is counted for each of several logs, with where a call was seen', () => {
    const { census, calls } = readLog(
      '==> a.log <==\nmkdir("x", 0755) = 0\n==> b.log <==\nmkdir("x", 0755) = 0\nrmdir("x") = 0\n?\n',
      host,
    );
    expect(census.map(({ name, lines, read }) => [name, lines, read])).toEqual([
      ['a.log', 1, 1],
      ['b.log', 3, 2],
    ]);
    expect(calls.map(({ call, logs }) => [call, logs])).toEqual([
      ['mkdir', [0, 1]],
      ['rmdir', [1]],
    ]);
  });

  it('keeps the calls of each ABI', () => {
    const audit = (arch: string, number: number) =>
      `type=SECCOMP msg=audit(1.2:3): comm="a" arch=${arch} syscall=${number} code=0x80000000`;
    expect(seen([audit('c000003e', 83), audit('40000003', 39)].join('\n'))).toEqual(['mkdir!', 'x86 mkdir!']);
  });
});

describe('a recording', () => {
  const observe = (text: string, log: string, context = {}) => {
    const part = jsonPart(text);
    const observed = seccomp.fromObservation!(part, log, { ...defaultContext, ...context });
    return { ...observed, text: applyEdits(text, observed.edits) };
  };
  const audit = (arch: string, number: number, code = '0x7ffc0000') =>
    `type=SECCOMP msg=audit(1.2:3): comm="app" arch=${arch} syscall=${number} code=${code}`;
  const profile =
    '{"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"], "syscalls": [{"names": ["read", "mkdir"], "action": "SCMP_ACT_ALLOW"}]}';

  it('of another machine gives a profile for that machine', () => {
    const made = JSON.parse(observe('', audit('c00000b7', 34)).text);
    expect(made.architectures).toEqual(['SCMP_ARCH_AARCH64', 'SCMP_ARCH_ARM']);
    expect(made.syscalls[0].names).toContain('mkdirat');
    expect(made.syscalls[0].names).not.toContain('arch_prctl');
  });

  it('of a killed ABI is answered with the ABI', () => {
    const found = observe(profile, audit('40000003', 39, '0x80000000'));
    expect(found.covered).toEqual([]);
    expect(found.suggestions).toEqual([{ rule: 'SCMP_ARCH_X86', lines: [1], note: expect.stringMatching(/kills its programs.*app/) }]);
    expect(JSON.parse(found.text).architectures).toEqual(['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86']);
    expect(found.failing).toEqual([]);
  });

  it('with namespaces made by clone3 lets them through, and says so', () => {
    const { text, suggestions } = observe('', 'clone3({flags=CLONE_NEWUSER|CLONE_NEWPID, exit_signal=SIGCHLD}, 88) = 7');
    expect(suggestions.find(({ rule }) => rule === 'clone3')?.note).toMatch(/Makes new namespaces \(CLONE_NEWUSER\|CLONE_NEWPID\)/);
    const decide = (query: string) => seccomp.explain!(jsonPart(text), query, defaultContext).json.decision;
    expect([decide('clone3'), decide('clone(CLONE_NEWUSER)')]).toEqual(['SCMP_ACT_ALLOW', 'SCMP_ACT_ALLOW']);
  });

  it('names what would still fail, what no log shows, and what a log cannot show', () => {
    const refusing = profile.replace('}]}', '}, {"names": ["rmdir"], "action": "SCMP_ACT_ERRNO", "errnoRet": 13}]}');
    const found = observe(refusing, 'rmdir("x") = 0\nlink("a", "b") = 0');
    expect(found.failing).toEqual([{ line: 1, what: 'rmdir', why: 'The call fails with EACCES.' }]);
    expect(found.unseen).toEqual(['mkdir']);
    expect(found.remarks).toEqual([expect.stringContaining('while it starts the container'), expect.stringContaining('error paths')]);
  });

  it('adds the start-up calls of the runtime that is named', () => {
    const names = (runtime: string) => JSON.parse(observe('', 'read(0, "", 1) = 0', { runtime }).text).syscalls[0].names as string[];
    expect(names('runc-1.3.2')).not.toContain('statx');
    for (const one of ['runc-1.2.8', 'runc-1.3', 'runc-1.4', 'runc-2.0'])
      expect(names(one)).toEqual(expect.arrayContaining(['openat2', 'statx']));
    expect(names('runc-1.4')).not.toContain('symlinkat');
    expect(names('crun-1.26')).toContain('symlinkat');
    expect(names('crun-1.21')).not.toContain('symlinkat');
  });
});
