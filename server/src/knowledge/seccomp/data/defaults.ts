/**
 * The seccomp profiles that the runtimes apply by default, as lists that are shared and the differences between them.
 * Facts taken from files under the Apache License 2.0; the arrangement is this project's own.
 *
 * $source docker     moby/profiles seccomp/default.json @ cd3bed8061c7b7378b61fc6827c7885779417a75
 * $source containerd containerd/containerd contrib/seccomp/seccomp_default.go @ 301026e58c619e63d09c0ec411012e54c0124b03
 * $source podman     containers/container-libs common/pkg/seccomp/seccomp.json @ 9869b8fd96867ea95f45ac02e9834a632d60b976
 * $source cri-o      the file of podman with the changes of cri-o/cri-o internal/config/seccomp/seccomp.go
 *                    DefaultProfile() @ f954a17e505f8931e91004403b5f5eac71ab6085
 * $checked 2026-11-30
 */

/** Names separated by white space, by family, that all four allow without condition. */
export const allowedEverywhere = {
  openAndClose: `open openat openat2 creat close close_range dup dup2 dup3 fcntl fcntl64 ioctl flock umask memfd_create memfd_secret
    name_to_handle_at`,
  readAndWrite: `read readv pread64 preadv preadv2 write writev pwrite64 pwritev pwritev2 lseek _llseek readahead fadvise64 fadvise64_64
    sendfile sendfile64 copy_file_range splice tee fallocate truncate truncate64 ftruncate ftruncate64
    sync syncfs fsync fdatasync sync_file_range`,
  filesAndFolders: `access faccessat faccessat2 stat stat64 lstat lstat64 fstat fstat64 fstatat64 newfstatat statx statfs statfs64 fstatfs
    fstatfs64 readlink readlinkat getdents getdents64 getcwd chdir fchdir mkdir mkdirat rmdir mknod mknodat link linkat symlink symlinkat
    rename renameat renameat2 unlink unlinkat chmod fchmod fchmodat fchmodat2 chown chown32 fchown fchown32 lchown lchown32 fchownat
    utime utimes futimesat utimensat utimensat_time64`,
  extendedAttributes: `getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr setxattr lsetxattr fsetxattr removexattr lremovexattr
    fremovexattr`,
  fileEvents: 'inotify_init inotify_init1 inotify_add_watch inotify_rm_watch fanotify_mark',
  waiting: `poll ppoll ppoll_time64 select _newselect pselect6 pselect6_time64 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_wait
    epoll_wait_old epoll_pwait epoll_pwait2 eventfd eventfd2 signalfd signalfd4 io_setup io_destroy io_submit io_cancel io_getevents`,
  memory: `brk mmap mmap2 munmap mremap mprotect madvise mincore msync mlock mlock2 mlockall munlock munlockall remap_file_pages membarrier
    pkey_alloc pkey_free pkey_mprotect`,
  sockets: `accept accept4 bind connect listen shutdown socketpair socketcall getsockname getpeername getsockopt setsockopt
    recv recvfrom recvmsg recvmmsg recvmmsg_time64 send sendto sendmsg sendmmsg`,
  processes: `fork vfork execve execveat exit exit_group wait4 waitid waitpid pidfd_open pidfd_send_signal process_mrelease prctl rseq
    getpid getppid gettid getpgid getpgrp setpgid getsid setsid set_tid_address set_thread_area get_thread_area restart_syscall`,
  scheduling: `sched_yield sched_getaffinity sched_setaffinity sched_getattr sched_setattr sched_getparam sched_setparam sched_getscheduler
    sched_setscheduler sched_get_priority_max sched_get_priority_min sched_rr_get_interval sched_rr_get_interval_time64
    getpriority setpriority ioprio_get ioprio_set getcpu`,
  futexes: 'futex futex_time64 futex_wait futex_waitv futex_wake futex_requeue set_robust_list get_robust_list',
  signals: `kill tkill tgkill pause sigaltstack sigprocmask sigreturn rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn
    rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo`,
  identity: `getuid getuid32 geteuid geteuid32 getgid getgid32 getegid getegid32 getresuid getresuid32 getresgid getresgid32 getgroups
    getgroups32 setuid setuid32 setgid setgid32 setreuid setreuid32 setregid setregid32 setresuid setresuid32 setresgid setresgid32
    setfsuid setfsuid32 setfsgid setfsgid32 setgroups setgroups32 capget capset`,
  sandboxing: 'seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self',
  limits: 'getrlimit ugetrlimit setrlimit prlimit64 getrusage times sysinfo uname getrandom',
  time: `time gettimeofday nanosleep alarm getitimer setitimer adjtimex clock_adjtime clock_adjtime64 clock_getres clock_getres_time64
    clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 timer_create timer_delete timer_getoverrun timer_gettime
    timer_gettime64 timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64`,
  ipc: `ipc pipe pipe2 msgctl msgget msgrcv msgsnd semctl semget semop semtimedop semtimedop_time64 shmat shmctl shmdt shmget
    mq_open mq_unlink mq_notify mq_getsetattr mq_timedreceive mq_timedreceive_time64 mq_timedsend mq_timedsend_time64`,
} as const;

/** Allowed by Docker and containerd besides; Podman and CRI-O refuse them or do not know them yet. */
export const allowedByMoby = `cachestat getxattrat io_pgetevents io_pgetevents_time64 listmount listxattrat map_shadow_stack mseal
  removexattrat setxattrat statmount uretprobe vmsplice`;

/** Allowed by Podman and CRI-O besides: mostly calls for which the kernel itself requires a capability. */
export const allowedByContainers = `fanotify_init fsconfig fsmount fsopen fspick get_mempolicy keyctl mbind mount mount_setattr move_mount
  open_tree pidfd_getfd pivot_root process_vm_readv process_vm_writev ptrace reboot set_mempolicy setns signal syslog umount umount2`;

/** Refused with EPERM by Podman and CRI-O: known and unwanted, where a call they never heard of gets ENOSYS. */
export const refusedByContainers = `bdflush cachestat io_pgetevents io_pgetevents_time64 kexec_file_load kexec_load map_shadow_stack
  migrate_pages move_pages nfsservctl nice oldfstat oldlstat oldolduname oldstat olduname pciconfig_iobase pciconfig_read pciconfig_write
  sgetmask ssetmask swapoff swapon syscall sysfs uselib userfaultfd ustat vm86 vm86old vmsplice`;

/** `personality` is allowed for these: Linux, UNAME26, 32-bit, 32-bit with UNAME26, and the query. */
export const personalities = [0, 0x8, 0x20000, 0x20008, 0xffffffff];

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET: what makes `clone` create a namespace. */
export const namespaceFlags = [0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x2000000];

/** What one capability opens under all four. */
export const capabilityCalls = {
  CAP_DAC_READ_SEARCH: 'open_by_handle_at',
  CAP_SYS_CHROOT: 'chroot',
  CAP_SYS_MODULE: 'delete_module finit_module init_module',
  CAP_SYS_PACCT: 'acct',
  CAP_SYS_RAWIO: 'ioperm iopl',
  CAP_SYS_TIME: 'clock_settime clock_settime64 settimeofday stime',
  CAP_SYS_TTY_CONFIG: 'vhangup',
};

/** What `CAP_SYS_ADMIN` opens under Docker and containerd. */
export const adminCallsOfMoby = `bpf clone clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie mount mount_setattr move_mount
  open_tree perf_event_open quotactl quotactl_fd setdomainname sethostname setns syslog umount umount2 unshare`;

/** What exists on one family of processors only. */
export const armCalls = 'arm_fadvise64_64 arm_sync_file_range sync_file_range2 breakpoint cacheflush set_tls';
export const s390Calls = 's390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr';

/** The hosts that have an `archMap` entry everywhere: those that run programs of other ABIs. */
export const hostsWithGuests = ['x86_64', 'aarch64', 'mips64', 'mips64n32', 'mipsel64', 'mipsel64n32', 's390x'];
