import type { Authority } from '../../core';
import type { SeccompRule } from './profile';

/**
 * What one purpose needs beyond the default of a runtime, so that the rest of the filter stays.
 *
 * $source the `sources` of each row
 * $version man-pages 6.03
 * $checked 2026-11-30
 */
export interface SeccompOverlay {
  /** A word for the command line: `debugger`. */
  readonly name: string;
  /** The rest of “what … needs”: `a debugger`. */
  readonly purpose: string;
  /** The programs that need it. */
  readonly programs: string;
  readonly allows: readonly Omit<SeccompRule, 'action'>[];
  /** What the container needs besides the filter. */
  readonly besides: string;
  readonly risk: string;
  readonly sources: readonly Authority[];
}

const manual = (name: string, section: number): Authority => ({
  title: `${name}(${section})`,
  url: `https://man7.org/linux/man-pages/man${section}/${name}.${section}.html`,
});

/** ADDR_NO_RANDOMIZE, linux/personality.h: gdb starts programs without random addresses. */
const noRandomAddresses = 0x0040000;

export const seccompOverlays: readonly SeccompOverlay[] = [
  {
    name: 'sandbox',
    purpose: 'a sandbox inside the container',
    programs: 'Chromium, Puppeteer and Playwright with their sandbox, bubblewrap, Flatpak, coding agents',
    allows: [{ names: ['clone', 'mount', 'pivot_root', 'umount2', 'unshare'] }],
    besides:
      'User namespaces on the node: `user.max_user_namespaces` above 0, and on Ubuntu `kernel.apparmor_restrict_unprivileged_userns` off or an AppArmor profile with `userns,`. The default AppArmor profile of Docker denies `mount`.',
    risk: 'Every program in the container can make a user namespace. It has all capabilities there and so reaches kernel code that the default keeps out of reach: mounts, netfilter, overlayfs. Local root exploits began there (CVE-2022-0185, CVE-2023-32233, CVE-2024-1086).',
    sources: [manual('user_namespaces', 7), manual('unshare', 2), manual('pivot_root', 2)],
  },
  {
    name: 'containers',
    purpose: 'running containers inside the container',
    programs: 'Podman and Buildah without root, BuildKit without root',
    allows: [
      {
        names: [
          ...['clone', 'fsconfig', 'fsmount', 'fsopen', 'fspick', 'keyctl', 'mount', 'mount_setattr', 'move_mount', 'open_tree'],
          ...['pivot_root', 'setdomainname', 'sethostname', 'setns', 'umount2', 'unshare'],
        ],
      },
    ],
    besides:
      'User namespaces on the node, `newuidmap` and `newgidmap` with ranges in `/etc/subuid` and `/etc/subgid`, and usually `/dev/fuse`. `allowPrivilegeEscalation: false` stops `newuidmap`.',
    risk: 'All that a sandbox opens, and the new mount API, whose `fsconfig` had CVE-2022-0185, and `setns`, which joins any namespace that the container gets a descriptor of.',
    sources: [manual('user_namespaces', 7), manual('fsopen', 2), manual('setns', 2)],
  },
  {
    name: 'debugger',
    purpose: 'a debugger',
    programs: 'gdb, lldb, strace, delve, rr',
    allows: [
      { names: ['kcmp', 'pidfd_getfd', 'process_madvise', 'process_vm_readv', 'process_vm_writev', 'ptrace'] },
      { names: ['personality'], args: [{ index: 0, value: noRandomAddresses, op: 'SCMP_CMP_EQ' }] },
    ],
    besides:
      'The same user as the program that is debugged, or `SYS_PTRACE`; `kernel.yama.ptrace_scope` 0 where the debugger attaches to a program that it did not start.',
    risk: 'A program that is taken over reads and changes the memory of the others of its user in the container, secrets and descriptors included. Other containers and the host stay out of reach, unless the pod shares the PID namespace of the host.',
    sources: [manual('ptrace', 2), manual('personality', 2), manual('pidfd_getfd', 2)],
  },
  {
    name: 'fuse',
    purpose: 'a FUSE file system',
    programs: 'sshfs, s3fs, rclone mount, gcsfuse, fuse-overlayfs',
    allows: [{ names: ['mount', 'umount2'] }],
    besides:
      'The device `/dev/fuse`, and `SYS_ADMIN` or a user namespace of its own. With `SYS_ADMIN` the defaults of Docker and containerd allow the calls already: look there first. The default AppArmor profile of Docker denies `mount`.',
    risk: '`mount` with `SYS_ADMIN` remounts what the runtime made read-only, covers masked files and mounts the host’s devices where it can open them: little of the isolation is left. In a user namespace it reaches the file systems that the kernel lets such a namespace mount.',
    sources: [manual('mount', 2), manual('fuse', 4)],
  },
  {
    name: 'perf',
    purpose: 'a profiler such as perf',
    programs: 'perf, async-profiler, Parca, Pyroscope’s native agents',
    allows: [{ names: ['perf_event_open'] }],
    besides:
      '`kernel.perf_event_paranoid` at 2 or below for the processes of one’s own user, at 1 for kernel samples; else `PERFMON`, with which the defaults of Docker and containerd allow the call already.',
    risk: 'A large interface of the kernel with local root exploits on record (CVE-2013-2094). With a low `perf_event_paranoid` its counters leak what other processes and the kernel do.',
    sources: [manual('perf_event_open', 2)],
  },
  {
    name: 'io-uring',
    purpose: 'io_uring',
    programs: 'databases and servers that were built for it: ScyllaDB, some builds of PostgreSQL, Node.js and nginx',
    allows: [{ names: ['io_uring_enter', 'io_uring_register', 'io_uring_setup'] }],
    besides: '`kernel.io_uring_disabled` at 0. Most programs fall back to other calls where it fails: measure before.',
    risk: 'A request in the ring opens, reads, connects and sends without the call that a filter looks at, so the other rules of the profile no longer apply to it. Docker, containerd and Podman refuse it for its long record of root exploits (CVE-2022-29582).',
    sources: [manual('io_uring', 7), { title: 'moby/moby 891241e7e7', url: 'https://github.com/moby/moby/commit/891241e7e7' }],
  },
];

export const seccompOverlay = (name: string): SeccompOverlay | undefined => seccompOverlays.find((overlay) => overlay.name === name);
