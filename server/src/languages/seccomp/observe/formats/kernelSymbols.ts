import { wordTable } from '../../../../core';
import { architectureNamed, findSyscall } from '../../../../knowledge';
import { byNumber, lineFormat, type Seen } from './format';

/** A function or a tracepoint of the kernel: `__x64_sys_openat`, `sys_enter_openat`, `syscalls:sys_exit_openat`. */
const symbol = /\b(?:__(x64|ia32|ia32_compat|x32_compat|arm64|riscv|s390x|s390|se|do)_(?:compat_)?sys|sys_(?:enter|exit))_(\w+)/g;

/** ABIs of the prefixes; the others are the host's own. */
const abis: Readonly<Record<string, string>> = wordTable({
  x64: 'x86_64',
  ia32: 'x86',
  ia32_compat: 'x86',
  arm64: 'aarch64',
  riscv: 'riscv64',
  s390x: 's390x',
});

/** Functions of the kernel that have another name than their call. */
const callOfFunction: Readonly<Record<string, string>> = wordTable({
  newstat: 'stat',
  newlstat: 'lstat',
  newfstat: 'fstat',
  newuname: 'uname',
  sendfile64: 'sendfile',
  umount: 'umount2',
});

/**
 * Maps of bpftrace (`@[tracepoint:syscalls:sys_enter_openat]: 12`, `@[nginx, 257]: 3`), and other logs that name what the kernel names: ftrace,
 * `perf script`, kprobes.
 */
export const kernelSymbols = lineFormat('bpftrace, ftrace', (line, host) => {
  const seen = [...line.matchAll(symbol)].map(([, prefix = '', name = '']): Seen | undefined => {
    const call = callOfFunction[name] ?? name;
    const abi = architectureNamed(abis[prefix] ?? '');
    return findSyscall(call) ? { call, ...(abi && { abi }) } : undefined;
  });
  if (seen.length) return seen.every((one) => one !== undefined) ? seen : undefined;
  const raw = /\bsys_enter: NR (\d+) \(/.exec(line)?.[1] ?? /^@\w*\[(?:[^\]]*, )?(\d+)\]: \d+$/.exec(line)?.[1];
  if (raw !== undefined) return byNumber(Number(raw), host);
  return /^Attaching \d+ probes?\.\.\.|^Lost \d+ events|^# *(?:tracer|entries-in-buffer|TASK-PID|\| |_-|\/ )/.test(line) ? [] : undefined;
});
