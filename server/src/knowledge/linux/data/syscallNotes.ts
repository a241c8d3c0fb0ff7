import type { Risk } from '../../risk';

/** A judgment on one or several system calls. Calls without a note are of low risk. */
export interface SyscallNote {
  /** Separated by spaces. */
  readonly calls: string;
  readonly risk: Risk;
  /** One or two sentences: what a program in a container gains by it. CVE ids only where the record names this call. */
  readonly why: string;
  /** What the table of the defaults doesn't say: a reason, a condition, a release. */
  readonly refused?: string;
  /** Issues and pull requests: `owner/repository#number`. */
  readonly refs?: readonly string[];
}

/**
 * $source The reasons are this project's own; facts from section 2 of the Linux manual, the issues in `refs`, and the CVE records.
 * $version man-pages 6.03, Linux 7.1
 * $checked 2026-11-30
 */
export const syscallNotes = (): readonly SyscallNote[] => [
  {
    calls: 'mount move_mount fsconfig fsmount fsopen fspick open_tree open_tree_attr mount_setattr',
    risk: 'critical',
    why: 'With `CAP_SYS_ADMIN` a mount makes the host’s file systems and cgroups visible in the container. Without it, a user namespace still gives access to this large piece of kernel code (CVE-2022-0185 in `fsconfig`).',
  },
  {
    calls: 'umount umount2',
    risk: 'high',
    why: 'Removes the masks that the runtime mounts over parts of `/proc` and `/sys`; the kernel requires `CAP_SYS_ADMIN`.',
  },
  {
    calls: 'pivot_root',
    risk: 'high',
    why: 'Swaps the root of the whole mount namespace. Runtimes use it before the filter is in place, and no service needs it.',
  },
  {
    calls: 'chroot',
    risk: 'low',
    why: 'Not an escape on its own, but a step in others: with `open_by_handle_at` it ends in a shell on the host.',
  },
  {
    calls: 'setns',
    risk: 'critical',
    why: 'Joins a namespace of the host if the process has a descriptor for it; the kernel requires `CAP_SYS_ADMIN`.',
  },
  {
    calls: 'unshare',
    risk: 'high',
    why: 'A new user namespace gives full capabilities inside it, and with them access to netfilter, mounts and other code that has led to escapes (CVE-2022-0185, CVE-2022-0492, CVE-2023-32233, CVE-2024-1086).',
    refused: 'Podman allows it for nested containers.',
  },
  {
    calls: 'clone',
    risk: 'medium',
    why: 'Every thread needs it; with a namespace flag it does what `unshare` does.',
    refused: 'The condition allows it without the seven namespace flags (mask 0x7e020000).',
  },
  {
    calls: 'clone3',
    risk: 'medium',
    why: 'Its flags are in memory, so no filter can allow threads and refuse namespaces.',
    refused: 'An answer of `ENOSYS` lets the C library use `clone` instead; with `EPERM` threads fail from glibc 2.34 on.',
    refs: ['moby/moby#42680'],
  },
  {
    calls: 'bpf',
    risk: 'high',
    why: 'Only the verifier keeps a loaded program out of kernel memory, and it has been bypassed (CVE-2017-16995, CVE-2020-8835, CVE-2021-3490).',
    refs: ['containerd/containerd#7301'],
  },
  {
    calls: 'perf_event_open',
    risk: 'high',
    why: 'A large interface that measures other processes and the kernel; CVE-2013-2094 gave root through it.',
  },
  {
    calls: 'init_module finit_module delete_module',
    risk: 'critical',
    why: 'A module is code inside the kernel; no bug is needed. The kernel requires `CAP_SYS_MODULE`.',
  },
  {
    calls: 'create_module',
    risk: 'low',
    why: 'Obsolete: nothing needs it.',
  },
  {
    calls: 'kexec_load kexec_file_load',
    risk: 'critical',
    why: 'Replaces the running kernel, with `CAP_SYS_BOOT`.',
  },
  {
    calls: 'reboot',
    risk: 'high',
    why: 'Stops the node with `CAP_SYS_BOOT` in the initial PID namespace; in another one it ends only the container.',
  },
  {
    calls: 'open_by_handle_at',
    risk: 'critical',
    why: 'Opens any file of a file system when the container has one bind mount of it: the “shocker” exploit of 2014. The kernel requires `CAP_DAC_READ_SEARCH`, which no runtime grants by default.',
  },
  {
    calls: 'name_to_handle_at',
    risk: 'low',
    why: 'Names files by handle; harmless as long as `open_by_handle_at` is refused.',
  },
  {
    calls: 'ptrace',
    risk: 'medium',
    why: 'Controls any process of the same user; with a shared PID namespace that includes other containers or the host.',
    refused:
      'Before Linux 4.8 a tracer could change a call after the filter had seen it, so some defaults require that kernel or `CAP_SYS_PTRACE`.',
  },
  {
    calls: 'process_vm_readv process_vm_writev',
    risk: 'medium',
    why: 'Reads or writes the memory of any process that the caller could trace.',
  },
  {
    calls: 'process_madvise',
    risk: 'low',
    why: 'Can only slow or speed up another process; since Linux 5.12 the kernel requires `CAP_SYS_NICE` for that.',
  },
  {
    calls: 'kcmp',
    risk: 'low',
    why: 'Only compares objects of two processes; the kernel requires the right to trace both.',
  },
  {
    calls: 'pidfd_getfd',
    risk: 'medium',
    why: 'Copies open files from any process that the caller could trace.',
  },
  {
    calls: 'io_uring_setup io_uring_enter io_uring_register',
    risk: 'high',
    why: 'Opens, reads, connects and sends without making the calls that a filter checks, through code with a long record of root exploits (CVE-2022-29582 and others).',
    refused: 'Docker since 25.0 and containerd since 2.0 refuse it; containerd 1.7 still allows it.',
    refs: ['moby/moby#46762', 'containerd/containerd#9320', 'containers/common#1264'],
  },
  {
    calls: 'userfaultfd',
    risk: 'medium',
    why: 'Can stop the kernel in the middle of a copy, which turns races into reliable exploits. Since Linux 5.11 that requires `CAP_SYS_PTRACE`, unless the sysctl `vm.unprivileged_userfaultfd` is 1.',
  },
  {
    calls: 'keyctl add_key request_key',
    risk: 'medium',
    why: 'Namespaces divide the kernel’s key store only in part; CVE-2016-0728 gave root through it.',
  },
  {
    calls: 'socket',
    risk: 'medium',
    why: 'Each address family is a piece of kernel code of its own: packet sockets (CVE-2016-8655, CVE-2020-14386), AF_ALG (CVE-2026-31431), AF_VSOCK, which talks to the hypervisor.',
    refused:
      'Docker since 29.4.2 and containerd since 2.3.1, 2.2.4, 2.0.9 and 1.7.32 refuse AF_ALG; Podman and CRI-O still allow it, and refuse an audit socket without `CAP_AUDIT_WRITE`. 32-bit programs reach every family through `socketcall`.',
  },
  {
    calls: 'socketcall',
    risk: 'medium',
    why: 'Its arguments are in memory, so a filter on `socket` doesn’t apply to 32-bit programs, and any program on an x86_64 host can make 32-bit calls.',
  },
  {
    calls: 'ipc',
    risk: 'low',
    why: 'Carries the System V calls of 32-bit programs, so a filter on those calls must cover it too.',
  },
  {
    calls: 'personality',
    risk: 'low',
    why: 'Switches address randomization off for the programs that the process runs.',
    refused: 'The condition allows Linux, 32-bit Linux, each with or without the old kernel name, and to read which one is set.',
  },
  {
    calls: 'modify_ldt',
    risk: 'medium',
    why: 'Old x86 code that few programs besides Wine need.',
  },
  {
    calls: 'vm86 vm86old',
    risk: 'medium',
    why: 'Enters a processor mode for DOS programs through old and little used code.',
  },
  {
    calls: 'ioperm iopl',
    risk: 'critical',
    why: 'Opens I/O ports, and hardware has no namespaces; the kernel requires `CAP_SYS_RAWIO`.',
  },
  {
    calls: 'pciconfig_read pciconfig_write pciconfig_iobase rtas',
    risk: 'high',
    why: 'Accesses hardware or firmware without a driver; the kernel requires `CAP_SYS_ADMIN` or `CAP_SYS_RAWIO` where the call exists.',
  },
  {
    calls: 'clock_settime clock_settime64 settimeofday stime',
    risk: 'high',
    why: 'There is no namespace for the wall clock: certificates, logs and leases of the whole node depend on it. The kernel requires `CAP_SYS_TIME`.',
  },
  {
    calls: 'adjtimex clock_adjtime clock_adjtime64',
    risk: 'low',
    why: 'Reads the state of the clock; to change it, the kernel requires `CAP_SYS_TIME`.',
  },
  {
    calls: 'swapon swapoff',
    risk: 'high',
    why: 'Changes where the memory of the whole node goes; the kernel requires `CAP_SYS_ADMIN`.',
  },
  {
    calls: 'acct',
    risk: 'medium',
    why: 'Makes the kernel write a file of the caller’s choice, with `CAP_SYS_PACCT`.',
  },
  {
    calls: 'quotactl quotactl_fd',
    risk: 'medium',
    why: 'Lifts or sets the disk quotas of others; the kernel requires `CAP_SYS_ADMIN`.',
  },
  {
    calls: 'syslog',
    risk: 'medium',
    why: 'Shows kernel messages, whose addresses help an exploit. The kernel requires `CAP_SYSLOG` where the sysctl `kernel.dmesg_restrict` is 1.',
  },
  {
    calls: 'sethostname setdomainname',
    risk: 'low',
    why: 'Changes the name of the container, or of the node where the UTS namespace is shared.',
  },
  {
    calls: 'vhangup',
    risk: 'low',
    why: 'The kernel requires `CAP_SYS_TTY_CONFIG`.',
  },
  {
    calls: 'fanotify_init',
    risk: 'medium',
    why: 'With `CAP_SYS_ADMIN` it watches every file of a mount, and can delay every program that opens one.',
  },
  {
    calls: 'lookup_dcookie',
    risk: 'low',
    why: 'Gave a profiler the host’s paths; Linux 5.12 removed it.',
  },
  {
    calls: 'set_mempolicy set_mempolicy_home_node mbind migrate_pages move_pages',
    risk: 'low',
    why: 'Changes which NUMA node memory comes from, which can slow other workloads.',
    refs: ['containerd/containerd#7150'],
  },
  {
    calls: 'lsm_get_self_attr lsm_set_self_attr',
    risk: 'low',
    why: 'Does what reading and writing `/proc/self/attr` does.',
  },
  {
    calls: 'nfsservctl query_module get_kernel_syms _sysctl sysfs uselib ustat bdflush',
    risk: 'low',
    why: 'Obsolete: nothing needs it.',
  },
  {
    calls: 'vmsplice',
    risk: 'medium',
    why: 'The first versions did not check the address and gave root (CVE-2008-0600).',
  },
  {
    calls: 'splice',
    risk: 'low',
    why: 'Many programs need it; two bugs let it overwrite read-only files (CVE-2022-0847 “Dirty Pipe”, and CVE-2026-31431 together with AF_ALG).',
  },
  {
    calls: 'waitid',
    risk: 'low',
    why: 'Most programs need it; CVE-2017-5123 turned it into an escape (fixed in Linux 4.14).',
  },
  {
    calls: 'futex futex_time64',
    risk: 'low',
    why: 'All threads need it; CVE-2014-3153 gave root through it (fixed in Linux 3.15).',
  },
  {
    calls: 'mq_notify',
    risk: 'low',
    why: 'Rarely used; CVE-2017-11176 gave root through it (fixed in Linux 4.13).',
  },
  {
    calls: 'ioctl',
    risk: 'medium',
    why: 'One call for thousands of commands. A filter that refuses TIOCSTI must compare the low 32 bits only, because the kernel ignores the others (CVE-2019-10063).',
  },
  {
    calls: 'prctl',
    risk: 'low',
    why: 'Every runtime needs it; `PR_SET_SECCOMP` and `PR_CAPBSET_DROP` only remove rights.',
  },
  {
    calls: 'mknod mknodat',
    risk: 'low',
    why: 'Device files require `CAP_MKNOD`, and the device cgroup decides whether a program can open them.',
  },
  {
    calls: 'memfd_create execveat',
    risk: 'low',
    why: 'Together these two run a program that was never on a disk, so a read-only root and file scanners don’t stop it.',
  },
  {
    calls: 'syscall',
    risk: 'high',
    why: 'Allowing it allows every call that is not refused by its own number. It exists on 32-bit MIPS only.',
  },
  {
    calls: 's390_pci_mmio_read s390_pci_mmio_write',
    risk: 'medium',
    why: 'Reads and writes the memory of PCI devices.',
  },
  {
    calls: 'cachestat',
    risk: 'low',
    why: 'Reports what is in the page cache of files that the caller may write, from which an observer can guess what others read. CVE-2025-21691: early versions missed that check.',
  },
  {
    calls: 'mincore',
    risk: 'low',
    why: 'Reports what is in the page cache, from which an observer can guess what others read; since Linux 5.2 only for files that the caller may write.',
  },
  {
    calls:
      'setuid setuid32 setgid setgid32 setreuid setreuid32 setregid setregid32 setresuid setresuid32 setresgid setresgid32 setgroups setgroups32',
    risk: 'low',
    why: 'Needed to become a service user; to become another user, the kernel requires `CAP_SETUID` or `CAP_SETGID`.',
  },
  {
    calls: 'kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal',
    risk: 'low',
    why: 'Reaches processes of the same user in the same PID namespace, and with `CAP_KILL`, which every runtime grants by default, those of other users.',
  },
];
