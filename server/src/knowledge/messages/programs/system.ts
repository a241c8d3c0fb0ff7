/** Clocks, modules, limits and other settings of the system. */

import type { MessageRow } from '../template';
import { busybox, coreutils, refused } from './refused';

/**
 * $source the repositories that each row names
 * $checked 2026-11-30
 */
export const systemMessages: readonly MessageRow[] = [
  refused(
    'sysctl-busybox',
    busybox('procps/sysctl.c'),
    'sysctl',
    'sysctl: error setting key {path:quoted}: {errno}',
    "sysctl: error setting key 'net.core.somaxconn': Read-only file system",
  ),
  refused(
    'sysctl',
    'procps-ng/procps src/sysctl.c',
    'sysctl',
    'sysctl: {what:text} key {path:quoted}{rest:text}: {errno}',
    'sysctl: setting key "net.core.somaxconn": Read-only file system',
  ),
  refused(
    'sysctl-denied',
    'procps-ng/procps src/sysctl.c',
    'sysctl',
    'sysctl: permission denied on key {path:quoted}',
    'sysctl: permission denied on key "net.core.somaxconn"',
    { errno: 'EROFS' },
  ),
  refused(
    'hostname',
    'Debian/hostname hostname.c',
    'sethostname',
    'hostname: you must be root to change the host name',
    'hostname: you must be root to change the host name',
    { errno: 'EPERM' },
  ),
  refused(
    'hostname-call',
    busybox('networking/hostname.c'),
    'sethostname',
    'hostname: sethostname: {errno}',
    'hostname: sethostname: Operation not permitted',
  ),
  refused('date', coreutils('date.c'), 'set-time', 'date: cannot set date: {errno}', 'date: cannot set date: Operation not permitted'),
  refused(
    'date-busybox',
    busybox('coreutils/date.c'),
    'set-time',
    "date: can't set date: {errno}",
    "date: can't set date: Operation not permitted",
  ),
  refused(
    'hwclock',
    'util-linux/util-linux sys-utils/hwclock.c',
    'set-time',
    'hwclock: settimeofday() failed: {errno}',
    'hwclock: settimeofday() failed: Operation not permitted',
  ),
  refused(
    'chrony',
    'chrony sys_linux.c',
    'set-time',
    'adjtimex({what:text}) failed : {errno}',
    'Fatal error : adjtimex(0x8001) failed : Operation not permitted',
  ),
  refused(
    'nice',
    coreutils('nice.c'),
    'set-priority',
    'nice: cannot set niceness: {errno}',
    'nice: cannot set niceness: Permission denied',
  ),
  refused(
    'renice',
    'util-linux/util-linux sys-utils/renice.c',
    'set-priority',
    'renice: failed to set priority for {what:text}: {errno}',
    'renice: failed to set priority for 7 (process ID): Permission denied',
  ),
  refused(
    'chrt',
    'util-linux/util-linux schedutils/chrt.c',
    'set-scheduler',
    "chrt: failed to set pid {pid}'s policy: {errno}",
    "chrt: failed to set pid 7's policy: Operation not permitted",
  ),
  refused(
    'dmesg',
    'util-linux/util-linux sys-utils/dmesg.c',
    'syslog',
    'dmesg: read kernel buffer failed: {errno}',
    'dmesg: read kernel buffer failed: Operation not permitted',
  ),
  refused('dmesg-busybox', busybox('util-linux/dmesg.c'), 'syslog', 'dmesg: klogctl: {errno}', 'dmesg: klogctl: Operation not permitted'),
  refused(
    'modprobe',
    'kmod-project/kmod tools/modprobe.c',
    'load-module',
    'modprobe: ERROR: could not insert {module:quoted}: {errno}',
    "modprobe: ERROR: could not insert 'tun': Operation not permitted",
  ),
  refused(
    'modprobe-busybox',
    busybox('modutils/modprobe.c'),
    'load-module',
    "modprobe: can't load module {module:text}: {errno}",
    "modprobe: can't load module tun (kernel/drivers/net/tun.ko): Operation not permitted",
  ),
  refused('reboot', 'systemd/systemd src/systemctl', 'reboot', 'reboot: {errno}', 'reboot: Operation not permitted'),
  refused(
    'setcap',
    'libcap progs/setcap.c',
    'set-file-capabilities',
    'Failed to set capabilities on file {path:text}: {errno}',
    "Failed to set capabilities on file '/till': Operation not permitted",
  ),
  refused(
    'setcap-capability',
    'libcap progs/setcap.c',
    'set-file-capabilities',
    'unable to set CAP_SETFCAP effective capability: {errno}',
    'unable to set CAP_SETFCAP effective capability: Operation not permitted',
  ),
  refused('numactl', 'numactl/numactl libnuma.c', 'memory-policy', 'set_mempolicy: {errno}', 'set_mempolicy: Operation not permitted'),
  refused(
    'bpf',
    'cilium/ebpf, libbpf',
    'bpf',
    'load program: {errno}',
    'loading objects: field Till: program till: load program: operation not permitted',
    {},
  ),
  refused('bpf-map', 'cilium/ebpf', 'bpf', 'map create: {errno}', 'loading objects: map events: map create: operation not permitted', {}),
  refused(
    'rlimit',
    'bash builtins/ulimit.def',
    'set-limits',
    'ulimit: {what:text}: cannot modify limit: {errno}',
    'bash: ulimit: open files: cannot modify limit: Operation not permitted',
  ),
];
