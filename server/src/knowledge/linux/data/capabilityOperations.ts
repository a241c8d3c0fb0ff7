import { wordTable } from '../../../core';

/**
 * Against which user namespace the kernel checks a capability. `initial` (`capable`): only that of the host, so root of another user
 * namespace can't use it. `own` (`ns_capable`): that of the object, so root of a user namespace can use it for what belongs to that.
 * `both`: it depends on the operation.
 */
export type CapabilityCheck = 'initial' | 'own' | 'both';

export interface CapabilityOperations {
  readonly check: CapabilityCheck;
  /** The main operations that it permits, at most five, each with the system calls that do it. */
  readonly operations: readonly (readonly [does: string, calls: string])[];
  /** Where the kernel checks it. */
  readonly source: string;
}

/**
 * $source The files of Linux that each row names, and capabilities(7).
 * $version Linux 7.1
 * $checked 2026-11-30
 */
export const capabilityOperations: Readonly<Record<string, CapabilityOperations>> = wordTable({
  CHOWN: { check: 'own', source: 'fs/attr.c', operations: [['change the owner and group of any file', 'chown fchown lchown fchownat']] },
  DAC_OVERRIDE: {
    check: 'own',
    source: 'fs/namei.c',
    operations: [
      ['open a file without permission', 'openat openat2'],
      ['create, rename and delete in any folder', 'mkdirat renameat2 unlinkat'],
      ['change the extended attributes of any file', 'setxattr'],
    ],
  },
  DAC_READ_SEARCH: {
    check: 'both',
    source: 'fs/namei.c, fs/fhandle.c',
    operations: [
      ['read any file', 'openat'],
      ['list any folder', 'getdents64'],
      ['open a file by handle', 'open_by_handle_at'],
      ['link a file by descriptor', 'linkat'],
    ],
  },
  FOWNER: {
    check: 'own',
    source: 'fs/inode.c, fs/attr.c',
    operations: [
      ['change the mode of any file', 'chmod fchmod fchmodat'],
      ['set the times of any file', 'utimensat'],
      ['set the ACL and attributes of any file', 'setxattr'],
      ['delete in folders with the sticky bit', 'unlinkat'],
      ['open without changing the access time', 'openat'],
    ],
  },
  FSETID: {
    check: 'own',
    source: 'fs/attr.c',
    operations: [
      ['keep the set-user-ID bit after a write', 'write'],
      ['set the set-group-ID bit for a foreign group', 'chmod fchmod fchmodat'],
    ],
  },
  KILL: {
    check: 'own',
    source: 'kernel/signal.c',
    operations: [['signal a process of another user', 'kill tkill tgkill rt_sigqueueinfo pidfd_send_signal']],
  },
  SETGID: {
    check: 'own',
    source: 'kernel/sys.c, kernel/groups.c',
    operations: [
      ['change the group id', 'setgid setregid setresgid'],
      ['set supplementary groups', 'setgroups'],
      ['send another group id over a UNIX socket', 'sendmsg'],
      ['write `/proc/PID/gid_map`', 'write'],
    ],
  },
  SETUID: {
    check: 'own',
    source: 'kernel/sys.c',
    operations: [
      ['change the user id', 'setuid setreuid setresuid'],
      ['send another user id over a UNIX socket', 'sendmsg'],
      ['write `/proc/PID/uid_map`', 'write'],
    ],
  },
  SETPCAP: {
    check: 'own',
    source: 'security/commoncap.c',
    operations: [
      ['drop from the bounding set', 'prctl'],
      ['set inheritable capabilities', 'capset'],
      ['change the securebits', 'prctl'],
    ],
  },
  LINUX_IMMUTABLE: {
    check: 'initial',
    source: 'fs/file_attr.c',
    operations: [['set the immutable and append-only flags', 'ioctl file_setattr']],
  },
  NET_BIND_SERVICE: { check: 'own', source: 'net/ipv4/af_inet.c', operations: [['listen on a port below 1024', 'bind']] },
  NET_BROADCAST: {
    check: 'own',
    source: 'net/netlink/af_netlink.c',
    operations: [['receive messages of all network namespaces', 'setsockopt']],
  },
  NET_ADMIN: {
    check: 'both',
    source: 'net/core/rtnetlink.c, net/netfilter/nfnetlink.c, net/core/sock.c',
    operations: [
      ['change interfaces, addresses and routes', 'sendmsg ioctl'],
      ['change firewall rules', 'sendmsg setsockopt'],
      ['set promiscuous mode', 'setsockopt ioctl'],
      ['set socket marks and buffer sizes', 'setsockopt'],
      ['write the sysctls of the network namespace', 'write'],
    ],
  },
  NET_RAW: {
    check: 'own',
    source: 'net/ipv4/af_inet.c, net/packet/af_packet.c',
    operations: [
      ['open a raw socket', 'socket'],
      ['open a packet socket', 'socket'],
      ['bind to foreign addresses (transparent proxy)', 'setsockopt'],
    ],
  },
  IPC_LOCK: {
    check: 'initial',
    source: 'mm/mlock.c',
    operations: [
      ['lock memory beyond the limit', 'mlock mlock2 mlockall'],
      ['allocate locked or huge pages', 'mmap shmget'],
    ],
  },
  IPC_OWNER: {
    check: 'own',
    source: 'ipc/util.c',
    operations: [
      ['use shared memory', 'shmget shmat'],
      ['use semaphores', 'semget semop'],
      ['use message queues', 'msgget msgsnd msgrcv'],
    ],
  },
  SYS_MODULE: {
    check: 'initial',
    source: 'kernel/module/main.c',
    operations: [
      ['load a module', 'init_module finit_module'],
      ['unload a module', 'delete_module'],
    ],
  },
  SYS_RAWIO: {
    check: 'initial',
    source: 'arch/x86/kernel/ioport.c, drivers/char/mem.c',
    operations: [
      ['use I/O ports', 'ioperm iopl'],
      ['open `/dev/mem`, `/dev/port`, `/proc/kcore`', 'openat'],
      ['send SCSI commands', 'ioctl'],
      ['map page zero', 'mmap'],
    ],
  },
  SYS_CHROOT: { check: 'own', source: 'fs/open.c', operations: [['change the root folder', 'chroot']] },
  SYS_PTRACE: {
    check: 'own',
    source: 'kernel/ptrace.c',
    operations: [
      ['trace a process', 'ptrace'],
      ['read and write the memory of a process', 'process_vm_readv process_vm_writev'],
      ['copy the open files of a process', 'pidfd_getfd'],
      ['compare two processes', 'kcmp'],
      ['advise on the memory of a process', 'process_madvise'],
    ],
  },
  SYS_PACCT: { check: 'initial', source: 'kernel/acct.c', operations: [['switch accounting on and off', 'acct']] },
  SYS_ADMIN: {
    check: 'both',
    source: 'fs/namespace.c, kernel/nsproxy.c, kernel/fork.c',
    operations: [
      ['mount and unmount', 'mount umount2 fsconfig move_mount'],
      ['create namespaces', 'unshare clone clone3'],
      ['join namespaces', 'setns'],
      ['set the host name and quotas', 'sethostname quotactl'],
      ['watch files of a whole mount', 'fanotify_init'],
    ],
  },
  SYS_BOOT: {
    check: 'both',
    source: 'kernel/reboot.c, kernel/kexec.c',
    operations: [
      ['restart the machine', 'reboot'],
      ['boot another kernel', 'kexec_load kexec_file_load'],
    ],
  },
  SYS_NICE: {
    check: 'both',
    source: 'kernel/sched/syscalls.c, mm/mempolicy.c',
    operations: [
      ['raise a priority', 'setpriority'],
      ['use a real-time scheduler', 'sched_setscheduler sched_setattr'],
      ['choose the CPUs of another process', 'sched_setaffinity'],
      ['raise the I/O class', 'ioprio_set'],
      ['move memory pages that several processes use', 'move_pages mbind'],
    ],
  },
  SYS_RESOURCE: {
    check: 'both',
    source: 'kernel/sys.c',
    operations: [
      ['raise a hard limit', 'setrlimit prlimit64'],
      ['use reserved blocks and exceed quotas', 'write'],
      ['enlarge pipes and message queues', 'fcntl mq_open'],
      ['lower `oom_score_adj`', 'write'],
    ],
  },
  SYS_TIME: {
    check: 'initial',
    source: 'security/commoncap.c, kernel/time/ntp.c',
    operations: [
      ['set the clock', 'clock_settime settimeofday'],
      ['adjust the rate of the clock', 'adjtimex clock_adjtime'],
      ['set the hardware clock', 'ioctl'],
    ],
  },
  SYS_TTY_CONFIG: {
    check: 'initial',
    source: 'fs/open.c, drivers/tty/vt/vt_ioctl.c',
    operations: [
      ['hang up a terminal', 'vhangup'],
      ['change virtual terminals', 'ioctl'],
    ],
  },
  MKNOD: { check: 'initial', source: 'fs/namei.c', operations: [['create a device file', 'mknod mknodat']] },
  LEASE: { check: 'initial', source: 'fs/locks.c', operations: [['take a lease on a file of another user', 'fcntl']] },
  AUDIT_WRITE: { check: 'initial', source: 'kernel/audit.c', operations: [['write an audit record', 'sendto']] },
  AUDIT_CONTROL: {
    check: 'initial',
    source: 'kernel/audit.c',
    operations: [
      ['switch auditing on and off, change the rules of auditing', 'sendto'],
      ['set the login id', 'write'],
    ],
  },
  SETFCAP: {
    check: 'own',
    source: 'security/commoncap.c, kernel/user_namespace.c',
    operations: [
      ['attach capabilities to a file', 'setxattr'],
      ['map user 0 into a new user namespace', 'write'],
    ],
  },
  MAC_OVERRIDE: { check: 'initial', source: 'security/smack/smack_access.c', operations: [['pass the checks of Smack', 'openat']] },
  MAC_ADMIN: {
    check: 'both',
    source: 'security/apparmor/policy.c, security/smack/smackfs.c',
    operations: [
      ['load AppArmor profiles', 'write'],
      ['change Smack labels and rules', 'write setxattr'],
    ],
  },
  SYSLOG: {
    check: 'initial',
    source: 'kernel/printk/printk.c',
    operations: [
      ['read and clear the kernel log', 'syslog'],
      ['open `/dev/kmsg`', 'openat'],
      ['see kernel addresses in `/proc`', 'read'],
    ],
  },
  WAKE_ALARM: { check: 'initial', source: 'fs/timerfd.c', operations: [['set an alarm timer', 'timer_create timerfd_create']] },
  BLOCK_SUSPEND: {
    check: 'initial',
    source: 'fs/eventpoll.c',
    operations: [['keep the machine awake until an event is read', 'epoll_ctl']],
  },
  AUDIT_READ: { check: 'initial', source: 'kernel/audit.c', operations: [['join the audit multicast group', 'bind']] },
  PERFMON: {
    check: 'initial',
    source: 'kernel/events/core.c',
    operations: [
      ['measure any process and the kernel', 'perf_event_open'],
      ['load BPF tracing programs (with `CAP_BPF`)', 'bpf'],
    ],
  },
  BPF: {
    check: 'initial',
    source: 'kernel/bpf/syscall.c',
    operations: [
      ['load a program', 'bpf'],
      ['create a map', 'bpf'],
      ['load type information', 'bpf'],
    ],
  },
  CHECKPOINT_RESTORE: {
    check: 'both',
    source: 'kernel/pid.c, fs/proc/base.c',
    operations: [
      ['choose the process id of a new process', 'clone3'],
      ['write `ns_last_pid`', 'write'],
      ['read `map_files` of another process', 'readlinkat'],
    ],
  },
});
