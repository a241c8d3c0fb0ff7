import { wordTable } from '../../../core';

/**
 * Against which user namespace the kernel checks a capability. `initial` (`capable`): only that of the host, so root of another user
 * namespace can't use it. `own` (`ns_capable`): that of the object, so root of a user namespace can use it for what belongs to that.
 */
export type CapabilityCheck = 'initial' | 'own';

/** One thing that a capability permits, the system calls that do it, how the kernel checks it, and in which of its files. */
export type CapabilityOperation = readonly [does: string, calls: string, check: CapabilityCheck, file: string];

/**
 * The main operations of each capability, at most five. `capabilityChecks.json` has what was read in the files; the test compares.
 *
 * $source The files of Linux that each row names, and capabilities(7)
 * $version Linux 6.12, read whole; `fs/ioctl.c` checks LINUX_IMMUTABLE in `fs/file_attr.c` since 6.17 (read at 0e6b7eae1fde), as before
 * $checked 2026-11-30
 */
export const capabilityOperations: Readonly<Record<string, readonly CapabilityOperation[]>> = wordTable<readonly CapabilityOperation[]>({
  CHOWN: [['change the owner and group of any file', 'chown fchown lchown fchownat', 'own', 'fs/attr.c']],
  DAC_OVERRIDE: [
    ['open a file without permission', 'openat openat2', 'own', 'fs/namei.c'],
    ['create, rename and delete in any folder', 'mkdirat renameat2 unlinkat', 'own', 'fs/namei.c'],
    ['change the extended attributes of any file', 'setxattr', 'own', 'fs/namei.c'],
  ],
  DAC_READ_SEARCH: [
    ['read any file', 'openat', 'own', 'fs/namei.c'],
    ['list any folder', 'getdents64', 'own', 'fs/namei.c'],
    ['open a file by handle', 'open_by_handle_at', 'initial', 'fs/fhandle.c'],
    ['link a file by descriptor', 'linkat', 'own', 'fs/namei.c'],
  ],
  FOWNER: [
    ['change the mode of any file', 'chmod fchmod fchmodat', 'own', 'fs/inode.c'],
    ['set the times of any file', 'utimensat', 'own', 'fs/inode.c'],
    ['set the ACL and attributes of any file', 'setxattr', 'own', 'fs/inode.c'],
    ['delete in folders with the sticky bit', 'unlinkat', 'own', 'fs/namei.c'],
    ['open without changing the access time', 'openat', 'own', 'fs/inode.c'],
  ],
  FSETID: [
    ['keep the set-user-ID bit after a write', 'write', 'initial', 'fs/attr.c'],
    ['set the set-group-ID bit for a foreign group', 'chmod fchmod fchmodat', 'own', 'fs/inode.c'],
  ],
  KILL: [['signal a process of another user', 'kill tkill tgkill rt_sigqueueinfo pidfd_send_signal', 'own', 'kernel/signal.c']],
  SETGID: [
    ['change the group id', 'setgid setregid setresgid', 'own', 'kernel/sys.c'],
    ['set supplementary groups', 'setgroups', 'own', 'kernel/groups.c'],
    ['send another group id over a UNIX socket', 'sendmsg', 'own', 'net/core/scm.c'],
    ['write `/proc/PID/gid_map`', 'write', 'own', 'kernel/user_namespace.c'],
  ],
  SETUID: [
    ['change the user id', 'setuid setreuid setresuid', 'own', 'kernel/sys.c'],
    ['send another user id over a UNIX socket', 'sendmsg', 'own', 'net/core/scm.c'],
    ['write `/proc/PID/uid_map`', 'write', 'own', 'kernel/user_namespace.c'],
  ],
  SETPCAP: [
    ['drop from the bounding set', 'prctl', 'own', 'security/commoncap.c'],
    ['set inheritable capabilities', 'capset', 'own', 'security/commoncap.c'],
    ['change the securebits', 'prctl', 'own', 'security/commoncap.c'],
  ],
  LINUX_IMMUTABLE: [['set the immutable and append-only flags', 'ioctl file_setattr', 'initial', 'fs/ioctl.c']],
  NET_BIND_SERVICE: [['listen on a port below 1024', 'bind', 'own', 'net/ipv4/af_inet.c']],
  NET_BROADCAST: [['receive messages of all network namespaces', 'setsockopt', 'own', 'net/netlink/af_netlink.c']],
  NET_ADMIN: [
    ['change interfaces, addresses and routes, set promiscuous mode', 'sendmsg ioctl', 'own', 'net/core/rtnetlink.c'],
    ['change firewall rules', 'sendmsg setsockopt', 'own', 'net/netfilter/nfnetlink.c'],
    ['set socket marks', 'setsockopt', 'own', 'net/core/sock.c'],
    ['exceed the limits of socket buffers', 'setsockopt', 'initial', 'net/core/sock.c'],
    ['write the sysctls of the network namespace', 'write', 'own', 'net/sysctl_net.c'],
  ],
  NET_RAW: [
    ['open a raw socket', 'socket', 'own', 'net/ipv4/af_inet.c'],
    ['open a packet socket', 'socket', 'own', 'net/packet/af_packet.c'],
    ['bind to foreign addresses (transparent proxy)', 'setsockopt', 'own', 'net/ipv4/ip_sockglue.c'],
  ],
  IPC_LOCK: [
    ['lock memory beyond the limit', 'mlock mlock2 mlockall', 'initial', 'mm/mlock.c'],
    ['allocate locked or huge pages', 'mmap shmget', 'initial', 'fs/hugetlbfs/inode.c'],
    ['lock the shared memory of another user', 'shmctl', 'own', 'ipc/shm.c'],
  ],
  IPC_OWNER: [
    ['use shared memory', 'shmget shmat', 'own', 'ipc/util.c'],
    ['use semaphores', 'semget semop', 'own', 'ipc/util.c'],
    ['use message queues', 'msgget msgsnd msgrcv', 'own', 'ipc/util.c'],
  ],
  SYS_MODULE: [
    ['load a module', 'init_module finit_module', 'initial', 'kernel/module/main.c'],
    ['unload a module', 'delete_module', 'initial', 'kernel/module/main.c'],
  ],
  SYS_RAWIO: [
    ['use I/O ports', 'ioperm iopl', 'initial', 'arch/x86/kernel/ioport.c'],
    ['open `/dev/mem` and `/dev/port`', 'openat', 'initial', 'drivers/char/mem.c'],
    ['open `/proc/kcore`', 'openat', 'initial', 'fs/proc/kcore.c'],
    ['send SCSI commands', 'ioctl', 'initial', 'drivers/scsi/scsi_ioctl.c'],
    ['map page zero', 'mmap', 'initial', 'security/commoncap.c'],
  ],
  SYS_CHROOT: [['change the root folder', 'chroot', 'own', 'fs/open.c']],
  SYS_PTRACE: [
    ['trace a process', 'ptrace', 'own', 'kernel/ptrace.c'],
    ['read and write the memory of a process', 'process_vm_readv process_vm_writev', 'own', 'kernel/ptrace.c'],
    ['copy the open files of a process', 'pidfd_getfd', 'own', 'kernel/ptrace.c'],
    ['compare two processes', 'kcmp', 'own', 'kernel/ptrace.c'],
    ['advise on the memory of a process', 'process_madvise', 'own', 'kernel/ptrace.c'],
  ],
  SYS_PACCT: [['switch accounting on and off', 'acct', 'initial', 'kernel/acct.c']],
  SYS_ADMIN: [
    ['mount and unmount', 'mount umount2 fsconfig move_mount', 'own', 'fs/namespace.c'],
    ['create namespaces', 'unshare clone clone3', 'own', 'kernel/nsproxy.c'],
    ['join namespaces', 'setns', 'own', 'kernel/pid_namespace.c'],
    ['set the host name', 'sethostname', 'own', 'kernel/sys.c'],
    ['set quotas', 'quotactl', 'initial', 'fs/quota/quota.c'],
  ],
  SYS_BOOT: [
    ['restart the machine', 'reboot', 'own', 'kernel/reboot.c'],
    ['boot another kernel', 'kexec_load kexec_file_load', 'initial', 'kernel/kexec_core.c'],
  ],
  SYS_NICE: [
    ['raise a priority', 'setpriority', 'initial', 'kernel/sched/syscalls.c'],
    ['use a real-time scheduler', 'sched_setscheduler sched_setattr', 'initial', 'kernel/sched/syscalls.c'],
    ['choose the CPUs of another process', 'sched_setaffinity', 'own', 'kernel/sched/syscalls.c'],
    ['raise the I/O class', 'ioprio_set', 'initial', 'block/ioprio.c'],
    ['move memory pages that several processes use', 'move_pages mbind', 'initial', 'mm/mempolicy.c'],
  ],
  SYS_RESOURCE: [
    ['raise a hard limit', 'setrlimit prlimit64', 'initial', 'kernel/sys.c'],
    ['change the limits of a process of another user', 'prlimit64', 'own', 'kernel/sys.c'],
    ['use reserved blocks and exceed quotas', 'write', 'initial', 'fs/quota/dquot.c'],
    ['enlarge pipes and message queues', 'fcntl mq_open', 'initial', 'fs/pipe.c'],
    ['lower `oom_score_adj`', 'write', 'initial', 'fs/proc/base.c'],
  ],
  SYS_TIME: [
    ['set the clock', 'clock_settime settimeofday', 'initial', 'security/commoncap.c'],
    ['adjust the rate of the clock', 'adjtimex clock_adjtime', 'initial', 'kernel/time/timekeeping.c'],
    ['set the hardware clock', 'ioctl', 'initial', 'drivers/rtc/dev.c'],
    ['set the offsets of a time namespace', 'write', 'own', 'kernel/time/namespace.c'],
  ],
  SYS_TTY_CONFIG: [
    ['hang up a terminal', 'vhangup', 'initial', 'fs/open.c'],
    ['change virtual terminals', 'ioctl', 'initial', 'drivers/tty/vt/vt_ioctl.c'],
  ],
  MKNOD: [['create a device file', 'mknod mknodat', 'initial', 'fs/namei.c']],
  LEASE: [['take a lease on a file of another user', 'fcntl', 'initial', 'fs/locks.c']],
  AUDIT_WRITE: [['write an audit record', 'sendto', 'initial', 'kernel/audit.c']],
  AUDIT_CONTROL: [
    ['switch auditing on and off, change the rules of auditing', 'sendto', 'initial', 'kernel/audit.c'],
    ['set the login id', 'write', 'initial', 'kernel/audit.c'],
  ],
  SETFCAP: [
    ['attach capabilities to a file', 'setxattr', 'own', 'security/commoncap.c'],
    ['map user 0 into a new user namespace', 'write', 'own', 'kernel/user_namespace.c'],
  ],
  MAC_OVERRIDE: [['pass the checks of Smack', 'openat', 'initial', 'security/smack/smack_access.c']],
  MAC_ADMIN: [
    ['load AppArmor profiles', 'write', 'own', 'security/apparmor/policy.c'],
    ['change Smack labels and rules', 'write setxattr', 'initial', 'security/smack/smackfs.c'],
  ],
  SYSLOG: [
    ['read and clear the kernel log', 'syslog', 'initial', 'kernel/printk/printk.c'],
    ['open `/dev/kmsg`', 'openat', 'initial', 'kernel/printk/printk.c'],
    ['see kernel addresses in `/proc`', 'read', 'initial', 'kernel/ksyms_common.c'],
  ],
  WAKE_ALARM: [['set an alarm timer', 'timer_create timerfd_create', 'initial', 'fs/timerfd.c']],
  BLOCK_SUSPEND: [['keep the machine awake until an event is read', 'epoll_ctl', 'initial', 'fs/eventpoll.c']],
  AUDIT_READ: [['join the audit multicast group', 'bind', 'initial', 'kernel/audit.c']],
  PERFMON: [
    ['measure any process and the kernel', 'perf_event_open', 'initial', 'kernel/events/core.c'],
    ['load BPF tracing programs (with `CAP_BPF`)', 'bpf', 'initial', 'kernel/bpf/syscall.c'],
  ],
  BPF: [
    ['load a program', 'bpf', 'initial', 'kernel/bpf/syscall.c'],
    ['create a map', 'bpf', 'initial', 'kernel/bpf/syscall.c'],
    ['load type information', 'bpf', 'initial', 'kernel/bpf/syscall.c'],
  ],
  CHECKPOINT_RESTORE: [
    ['choose the process id of a new process', 'clone3', 'own', 'kernel/pid.c'],
    ['write `ns_last_pid`', 'write', 'own', 'kernel/pid_namespace.c'],
    ['read `map_files` of another process', 'readlinkat', 'initial', 'fs/proc/base.c'],
  ],
});
