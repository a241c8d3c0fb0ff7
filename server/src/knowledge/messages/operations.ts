/** What the operations that programs are refused need of the kernel, and what each mechanism answers. */

import { type RefusalErrno, wordTable } from '../../core';

export interface Operation {
  /** `change the owner of a file`: what the program could not do. */
  readonly does: string;
  /** The system calls that do it, the usual one first. */
  readonly calls: readonly string[];
  /** The call needs these capabilities, and without one the kernel answers `capabilityErrno`. */
  readonly capabilities?: readonly string[];
  /** Default: EPERM. */
  readonly capabilityErrno?: RefusalErrno;
  /** Only some forms of the operation need the capability, so that its absence is a lesser candidate. */
  readonly sometimes?: true;
  /** How the path is used: the letters of an AppArmor rule. */
  readonly access?: string;
  /** Other rules of AppArmor that it needs, as `confine explain` is asked. */
  readonly apparmor?: readonly string[];
  /** What AppArmor answers. Default: EACCES. */
  readonly apparmorErrno?: RefusalErrno;
  /** A C library falls back to an older call only where the kernel answers ENOSYS. */
  readonly fallsBackOn?: 'ENOSYS';
  /** Another way to the same end, said beside the capability. */
  readonly otherwise?: string;
  /** A command that a person can run to try it. */
  readonly trial?: string;
}

const capable = (does: string, calls: string, capability: string, more: Partial<Operation> = {}): Operation => ({
  does,
  calls: calls.split(' '),
  capabilities: [`CAP_${capability}`],
  apparmor: [`capability ${capability.toLowerCase()}`],
  apparmorErrno: 'EPERM',
  ...more,
});

const onFile = (does: string, calls: string, access: string, more: Partial<Operation> = {}): Operation => ({
  does,
  calls: calls.split(' '),
  access,
  ...more,
});

/**
 * $source capabilities(7), the man page of each call, apparmor.d(5), seccomp(2)
 * $checked 2026-11-30
 */
export const operations: Readonly<Record<string, Operation>> = wordTable({
  mkdir: onFile('make a folder', 'mkdir mkdirat', 'w'),
  rmdir: onFile('remove a folder', 'rmdir unlinkat', 'w'),
  unlink: onFile('remove a file', 'unlink unlinkat', 'w'),
  rename: onFile('rename a file', 'rename renameat renameat2', 'rw'),
  symlink: onFile('make a symbolic link', 'symlink symlinkat', 'w'),
  link: onFile('make a hard link', 'link linkat', 'l'),
  'create-file': onFile('write a file', 'open openat creat', 'w'),
  'open-file': onFile('open a file', 'open openat openat2', 'r'),
  'read-file': onFile('read a file', 'open openat', 'r'),
  chmod: onFile('change the mode of a file', 'chmod fchmod fchmodat fchmodat2', 'w', {
    capabilities: ['CAP_FOWNER'],
    sometimes: true,
    otherwise: 'the owner of the file needs no capability',
  }),
  'set-times': onFile('set the times of a file', 'utimensat utimes utime futimesat', 'w', {
    capabilities: ['CAP_FOWNER'],
    sometimes: true,
    otherwise: 'the owner of the file needs no capability',
  }),
  chown: onFile('change the owner of a file', 'chown fchown lchown fchownat', 'w', {
    capabilities: ['CAP_CHOWN'],
    otherwise: 'a volume with fsGroup, or an image whose files have the right owner, needs no chown',
  }),
  mknod: capable('make a device file', 'mknod mknodat', 'MKNOD', { access: 'w' }),
  device: { does: 'open a device', calls: ['openat', 'open'], access: 'rw' },
  mountpoint: { does: 'make the folder for a mount', calls: [] },
  exec: { does: 'execute the program', calls: ['execve'], access: 'x' },
  bind: {
    does: 'listen on the port',
    calls: ['bind'],
    capabilities: ['CAP_NET_BIND_SERVICE'],
    capabilityErrno: 'EACCES',
    apparmor: ['network inet stream'],
  },
  'raw-socket': {
    does: 'open a raw socket',
    calls: ['socket'],
    capabilities: ['CAP_NET_RAW'],
    apparmor: ['capability net_raw', 'network inet raw'],
    otherwise: 'for ping alone, the sysctl net.ipv4.ping_group_range is enough',
  },
  'network-configuration': capable('change the network', 'sendmsg sendto ioctl setsockopt', 'NET_ADMIN'),
  'change-user': {
    does: 'change the user',
    calls: ['setgroups', 'setgid', 'setuid', 'setresgid', 'setresuid'],
    capabilities: ['CAP_SETGID', 'CAP_SETUID'],
    apparmor: ['capability setgid', 'capability setuid'],
    apparmorErrno: 'EPERM',
    otherwise: 'a container that starts as the right user (runAsUser, user) changes none',
  },
  'change-group': {
    does: 'change the groups',
    calls: ['setgroups', 'setgid', 'setresgid'],
    capabilities: ['CAP_SETGID'],
    apparmor: ['capability setgid'],
    apparmorErrno: 'EPERM',
  },
  'gain-privileges': { does: 'gain privileges from a program with the set-user-ID bit', calls: [] },
  'audit-write': capable('write to the audit log', 'sendto', 'AUDIT_WRITE'),
  'ptrace-child': { does: 'trace its own child', calls: ['ptrace'], apparmor: ['ptrace trace'], apparmorErrno: 'EACCES' },
  'ptrace-other': capable('trace another process', 'ptrace process_vm_readv', 'SYS_PTRACE', {
    apparmor: ['ptrace trace'],
    sometimes: true,
  }),
  personality: { does: 'turn off address randomization', calls: ['personality'] },
  perf: capable('use performance counters', 'perf_event_open', 'PERFMON', {
    otherwise: 'the sysctl kernel.perf_event_paranoid of the node decides for unprivileged use',
  }),
  unshare: {
    does: 'make a namespace',
    calls: ['unshare'],
    capabilities: ['CAP_SYS_ADMIN'],
    sometimes: true,
    apparmor: ['userns create'],
    otherwise: 'a user namespace needs no capability',
  },
  'user-namespace': {
    does: 'make a user namespace',
    calls: ['clone', 'unshare', 'clone3'],
    apparmor: ['userns create'],
    otherwise: 'the sysctl kernel.apparmor_restrict_unprivileged_userns of the host may forbid it too',
  },
  setns: capable('enter a namespace', 'setns', 'SYS_ADMIN'),
  mount: capable('mount a file system', 'mount fsconfig fsmount move_mount', 'SYS_ADMIN', { apparmor: ['mount'], apparmorErrno: 'EACCES' }),
  umount: capable('unmount a file system', 'umount2 umount', 'SYS_ADMIN', { apparmor: ['umount'], apparmorErrno: 'EACCES' }),
  chroot: capable('change the root folder', 'chroot', 'SYS_CHROOT'),
  'create-thread': { does: 'start a thread', calls: ['clone3', 'clone'], fallsBackOn: 'ENOSYS' },
  'io-uring': { does: 'use io_uring', calls: ['io_uring_setup', 'io_uring_enter', 'io_uring_register'] },
  keyring: { does: 'use the kernel keyring', calls: ['keyctl', 'add_key', 'request_key'] },
  kill: capable('send a signal to a process of another user', 'kill tgkill', 'KILL', { apparmor: ['signal send'], sometimes: true }),
  sysctl: { does: 'set a sysctl', calls: ['openat'], access: 'w' },
  sethostname: capable('change the host name', 'sethostname', 'SYS_ADMIN'),
  'set-time': capable('set the clock', 'clock_settime settimeofday clock_adjtime adjtimex', 'SYS_TIME'),
  'set-priority': capable('raise the priority', 'setpriority', 'SYS_NICE', { capabilityErrno: 'EACCES' }),
  'set-scheduler': capable('choose a real-time scheduler', 'sched_setscheduler sched_setattr', 'SYS_NICE'),
  'memory-policy': capable('choose the memory of a NUMA node', 'mbind set_mempolicy get_mempolicy', 'SYS_NICE', { sometimes: true }),
  'lock-memory': capable('lock memory', 'mlock mlockall mlock2', 'IPC_LOCK', { otherwise: 'a higher limit RLIMIT_MEMLOCK is enough' }),
  'set-limits': capable('raise a limit', 'prlimit64 setrlimit', 'SYS_RESOURCE'),
  syslog: capable('read the kernel log', 'syslog', 'SYSLOG'),
  'load-module': capable('load a kernel module', 'finit_module init_module', 'SYS_MODULE'),
  reboot: capable('reboot', 'reboot', 'SYS_BOOT'),
  'set-file-capabilities': capable('give a program capabilities', 'setxattr', 'SETFCAP'),
  bpf: capable('load a BPF program', 'bpf', 'BPF'),
  'killed-by-seccomp': { does: 'make a system call', calls: [] },
  unknown: { does: 'do something that the message doesn’t name', calls: [] },
});

/** The operation that the function of a language's runtime does: `mkdir` of Node, `dir_s_mkdir` of Ruby. */
const functions: readonly (readonly [RegExp, string])[] = [
  [/mkdir/i, 'mkdir'],
  [/rmdir/i, 'rmdir'],
  [/unlink|remove|\brm\b/i, 'unlink'],
  [/rename/i, 'rename'],
  [/symlink/i, 'symlink'],
  [/\blink/i, 'link'],
  [/chown/i, 'chown'],
  [/chmod/i, 'chmod'],
  [/utime|chtimes/i, 'set-times'],
  [/mount/i, 'mount'],
  [/scandir|readdir|stat|access|lstat|dir_initialize/i, 'read-file'],
  [/spawn|exec/i, 'exec'],
  [/copyfile|write|creat|truncate/i, 'create-file'],
  [/open|sysopen/i, 'open-file'],
  [/socket/i, 'raw-socket'],
  [/setuid|setgid|setgroups/i, 'change-user'],
  [/listen|bind/i, 'bind'],
  [/sethostname/i, 'sethostname'],
  [/mlock/i, 'lock-memory'],
  [/ptrace/i, 'ptrace-child'],
  [/unshare/i, 'unshare'],
  [/chroot/i, 'chroot'],
];

export const operationOfFunction = (name: string): string => functions.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown';
