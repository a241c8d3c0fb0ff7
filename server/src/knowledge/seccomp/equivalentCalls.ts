/** Calls by which a program gets the same effect, oldest first. */
export interface EquivalentCalls {
  /** The call of x86_64 that newer architectures (arm64, riscv64, loongarch64) haven't; absent where all have one. */
  readonly old?: string;
  /** What a program makes instead: the first is what the C libraries choose. */
  readonly others: readonly string[];
}

/**
 * $source the kernel's include/uapi/asm-generic/unistd.h, which leaves out what a newer call covers; sysdeps/unix/sysv/linux of glibc for what
 *   is chosen; man pages of the calls.
 * $version Linux 7.1
 * $checked 2026-11-30
 */
const table = `
open openat openat2
creat openat openat2
stat newfstatat statx
lstat newfstatat statx
access faccessat faccessat2
readlink readlinkat
mkdir mkdirat
rmdir unlinkat
unlink unlinkat
rename renameat2 renameat
link linkat
symlink symlinkat
mknod mknodat
chmod fchmodat fchmodat2
chown fchownat
lchown fchownat
utime utimensat
utimes utimensat
futimesat utimensat
poll ppoll
select pselect6
epoll_create epoll_create1
epoll_wait epoll_pwait epoll_pwait2
dup2 dup3
pipe pipe2
eventfd eventfd2
signalfd signalfd4
inotify_init inotify_init1
fork clone clone3
vfork clone clone3
getdents getdents64
getpgrp getpgid
alarm setitimer
pause ppoll
- kill tkill tgkill pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo
- mount move_mount
- umount umount2
- init_module finit_module
- kexec_load kexec_file_load
- execve execveat
- settimeofday clock_settime
`;

export const equivalentCalls: readonly EquivalentCalls[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [old = '-', ...others] = line.split(' ');
    return old === '-' ? { others } : { old, others };
  });

/** The calls by which a program still gets the effect of one that is refused: of `mkdir` `mkdirat`, of `chmod` `fchmodat` and `fchmodat2`. */
export const waysAround = (call: string): readonly string[] => [
  ...new Set(
    equivalentCalls.flatMap(({ old, others }) =>
      call === old ? others : old === undefined && others.includes(call) ? others.filter((name) => name !== call) : [],
    ),
  ),
];

/** What programs make on an architecture that hasn't the old call. */
export const successorsOf = (old: string): readonly string[] => successors.get(old) ?? [];

const successors: ReadonlyMap<string, readonly string[]> = new Map(
  equivalentCalls.flatMap(({ old, others }) => (old === undefined ? [] : [[old, others]])),
);
