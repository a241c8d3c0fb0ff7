/** A runtime and, where it is known, its version: `runc 1.4`. */
export interface RuntimeVersion {
  readonly name: 'runc' | 'crun';
  /** Major, minor, patch. */
  readonly version?: readonly [number, number, number];
}

/** `runc`, `runc-1.4`, `crun-1.29.1`. */
export function runtimeNamed(text: string): RuntimeVersion | undefined {
  const [, name, major, minor, patch] = /^(runc|crun)(?:-v?(\d+)\.(\d+)(?:\.(\d+))?)?$/.exec(text) ?? [];
  if (name !== 'runc' && name !== 'crun') return undefined;
  // A line without a patch is its newest release.
  return {
    name,
    ...(major !== undefined && { version: [Number(major), Number(minor), patch === undefined ? 99 : Number(patch)] as const }),
  };
}

/**
 * Calls that runc and crun make between installing the filter and starting the program: they drop rights, close descriptors and
 * change the folder under the filter that they have just set.
 *
 * $source security-profiles-operator examples/baseprofile-runc.yaml (runc 1.2.3) and baseprofile-crun.yaml (crun 1.21)
 * $version runc 1.0 to 1.5, crun 1.21 to 1.26
 * $checked 2026-11-30
 */
const always: readonly string[] = [
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

/** Calls that a release began to make under the filter. */
export interface StartupChange {
  readonly runtime: RuntimeVersion['name'];
  /** The first release of each line that has the change, oldest first; lines after the last have it. */
  readonly since: readonly (readonly [number, number, number])[];
  readonly calls: readonly string[];
  /** The container does not start without them, whatever the error. */
  readonly required: readonly string[];
  /** The rest of a sentence that begins with the runtime. */
  readonly why: string;
}

export const startupChanges: readonly StartupChange[] = [
  {
    runtime: 'runc',
    // Found by reading libcontainer/standard_init_linux.go at every tag: `pathrs.Reopen(l.fifoFile, …)`, CVE-2025-31133 and its siblings.
    since: [
      [1, 2, 8],
      [1, 3, 3],
      [1, 4, 0],
    ],
    calls: ['openat2', 'sigaltstack', 'statx'],
    required: ['openat2', 'statx'],
    why: 'opens its start pipe by a checked `/proc`',
  },
  {
    runtime: 'crun',
    // security-profiles-operator examples/baseprofile-crun.yaml, crun 1.26 against 1.21.
    since: [[1, 26, 0]],
    calls: ['fchdir', 'openat2', 'readlink', 'statx', 'symlinkat', 'umask'],
    required: [],
    why: 'sets up the working folder after the filter',
  },
];

/** Whether a release has a change; a runtime without a version may be any, and so has it. */
export function hasChange({ runtime, since }: StartupChange, { name, version }: RuntimeVersion): boolean {
  if (runtime !== name) return false;
  if (!version) return true;
  const line = since.find(([major, minor]) => major === version[0] && minor === version[1]);
  if (line) return version[2] >= line[2];
  const [major, minor] = since.at(-1) as readonly [number, number, number];
  return version[0] > major || (version[0] === major && version[1] > minor);
}

/** The calls that a runtime makes under the filter; of any runtime and release where none is named. */
export function startupCallsOf(runtime?: RuntimeVersion): readonly string[] {
  const changes = startupChanges.filter((change) => !runtime || hasChange(change, runtime));
  return [...new Set([...always, ...changes.flatMap(({ calls }) => calls)])];
}
