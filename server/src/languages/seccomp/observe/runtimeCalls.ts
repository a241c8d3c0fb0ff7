/**
 * Calls that runc and crun make between installing the filter and starting the program: they drop rights, close descriptors and
 * change the folder under the filter that they have just set. Calls of more than low risk are left out; those runtimes make them earlier.
 *
 * Source: security-profiles-operator examples/baseprofile-runc.yaml (runc 1.2.3) and baseprofile-crun.yaml (crun 1.21).
 */
export const runtimeCalls: readonly string[] = [
  // The rights and the identity that the program gets.
  ...['capget', 'capset', 'prctl', 'setgid', 'setgroups', 'setresgid', 'setresuid', 'setuid', 'getpid', 'getppid', 'getuid'],
  // Descriptors and folders.
  ...[
    'chdir',
    'close',
    'close_range',
    'faccessat2',
    'fcntl',
    'fstat',
    'fstatfs',
    'getcwd',
    'getdents64',
    'newfstatat',
    'openat',
    'read',
    'write',
  ],
  // Waiting, signals and memory of the runtime itself.
  ...['brk', 'epoll_ctl', 'epoll_pwait', 'futex', 'mmap', 'mprotect', 'nanosleep', 'recvfrom', 'rt_sigreturn', 'sched_yield', 'tgkill'],
  // The start of the program and its end.
  ...['arch_prctl', 'execve', 'exit_group', 'set_tid_address'],
];
