import { applyEdits, defaultContext, type Target, type Template } from '../../core';
import { seccompOverlays, startupCallsOf } from '../../knowledge';
import { letsHighBitsThrough } from './actions';
import { baseline } from './baseline';
import { alternativesOf } from './comparison';
import { withoutRules } from './edits';
import { namesOf } from './model';
import { withOverlay } from './overlay';
import { jsonPart } from './part';
import { ENOSYS, EPERM } from './words';

/** What nearly every program needs: memory, threads, signals, time, files that it reads, its own identity. */
const everyProgram = [
  ...[
    'access',
    'faccessat2',
    'fcntl',
    'fstat',
    'getdents64',
    'ioctl',
    'lseek',
    'newfstatat',
    'openat',
    'pread64',
    'readlink',
    'readlinkat',
    'statx',
  ],
  ...['read', 'readv', 'write', 'writev', 'close', 'dup', 'dup3', 'pipe2'],
  ...['brk', 'madvise', 'mmap', 'mprotect', 'mremap', 'munmap'],
  ...[
    'exit',
    'exit_group',
    'futex',
    'gettid',
    'membarrier',
    'rseq',
    'sched_getaffinity',
    'sched_yield',
    'set_robust_list',
    'wait4',
    'waitid',
  ],
  ...['rt_sigaction', 'rt_sigprocmask', 'rt_sigreturn', 'sigaltstack', 'tgkill', 'kill', 'restart_syscall'],
  ...['clock_gettime', 'clock_nanosleep', 'getrandom', 'gettimeofday', 'nanosleep', 'sysinfo', 'uname', 'prlimit64'],
  ...['getegid', 'geteuid', 'getgid', 'getpgrp', 'getppid', 'getuid'],
];

/** And a service that listens. */
const service = [
  ...['accept4', 'bind', 'connect', 'getpeername', 'getsockname', 'getsockopt', 'listen', 'recvfrom', 'recvmsg', 'sendmsg', 'sendto'],
  ...[
    'setsockopt',
    'shutdown',
    'epoll_create1',
    'epoll_ctl',
    'epoll_pwait',
    'eventfd2',
    'poll',
    'ppoll',
    'timerfd_create',
    'timerfd_settime',
  ],
];

const sorted = (...lists: readonly (readonly string[])[]): readonly string[] => [...new Set(lists.flat())].sort();

const architectures = ['X86_64', 'X86', 'X32', 'AARCH64', 'ARM'].map((name) => `SCMP_ARCH_${name}`);

interface WrittenRule {
  readonly names: readonly string[];
  readonly action: string;
  readonly errnoRet?: number;
  readonly args?: readonly Readonly<Record<string, number | string>>[];
}

/** clone without the flags that make namespaces; sockets of the three families that a service opens. */
const byArgument: readonly WrittenRule[] = [
  { names: ['clone'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: 0x7e02_0000, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }] },
  ...[1, 2, 10].map((family) => ({ names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: family, op: 'SCMP_CMP_EQ' }] })),
];

const allowed = (...lists: readonly (readonly string[])[]): WrittenRule => ({ names: sorted(...lists), action: 'SCMP_ACT_ALLOW' });

const allowList = () => ({
  defaultAction: 'SCMP_ACT_ERRNO',
  // Programs fall back from calls that they find missing, clone3 among them.
  defaultErrnoRet: ENOSYS,
  architectures,
  syscalls: [allowed(startupCallsOf(), everyProgram, service), ...byArgument],
});

const neverNeeded = [
  ...['bpf', 'init_module', 'finit_module', 'delete_module', 'kexec_load', 'kexec_file_load', 'mount', 'move_mount', 'open_by_handle_at'],
  ...['perf_event_open', 'pivot_root', 'ptrace', 'reboot', 'setns', 'umount2', 'unshare', 'userfaultfd'],
  ...['io_uring_setup', 'io_uring_enter', 'io_uring_register', 'keyctl', 'add_key', 'request_key'],
];

const logFirst = () => ({
  defaultAction: 'SCMP_ACT_LOG',
  architectures,
  syscalls: [allowed(startupCallsOf(), everyProgram), { names: sorted(neverNeeded), action: 'SCMP_ACT_ERRNO', errnoRet: EPERM }],
});

const json = (profile: unknown): string => `${JSON.stringify(profile, undefined, 2)}\n`;

/** The operator takes the OCI format without `defaultErrnoRet`: what is not listed fails with EPERM, and clone3 is told apart. */
function operatorObject(): string {
  const { defaultAction, syscalls } = allowList();
  const clone3 = { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: ENOSYS };
  const list = (indent: string, items: readonly unknown[]) => items.map((item) => `\n${indent}- ${item}`).join('');
  const rule = ({ names, action, errnoRet, args = [] }: WrittenRule) =>
    [
      `    - action: ${action}`,
      ...(errnoRet === undefined ? [] : [`      errnoRet: ${errnoRet}`]),
      `      names:${list('        ', names)}`,
      ...(args.length ? [`      args:${list('        ', args.map(condition))}`] : []),
    ].join('\n');
  return `apiVersion: security-profiles-operator.x-k8s.io/v1
kind: SeccompProfile
metadata:
  name: web
spec:
  defaultAction: ${defaultAction}
  architectures:${list('    ', architectures)}
  syscalls:
${[...syscalls, clone3].map(rule).join('\n')}
`;
}

const condition = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .map(([key, value]) => `${key}: ${value}`)
    .join('\n          ');

/** A runtime's default without its rules that any 64-bit value passes: not its families of sockets above AF_VSOCK, then. */
function sealedDefault(target: Target): string {
  const standard = baseline(undefined, { ...defaultContext, target });
  if (!standard?.part.profile) return '';
  const open = standard.part.profile.rules.filter((rule) =>
    namesOf(rule).some(({ value }) =>
      alternativesOf(rule.args)
        .flat()
        .some((comparison) => letsHighBitsThrough(comparison, value)),
    ),
  );
  return applyEdits(standard.text, withoutRules(standard.part.tree, open));
}

/** The default with what a purpose needs besides: for those who would run without seccomp. */
const overlayTemplates = (): readonly Template[] =>
  seccompOverlays.flatMap((overlay) =>
    (['docker', 'containerd'] as const).map((target): Template => {
      const name = target === 'docker' ? "Docker's default" : "containerd's default for pods";
      return {
        title: `${name}, and what ${overlay.purpose} needs`,
        description: `For ${overlay.programs}, instead of running them without seccomp. Risk: ${overlay.risk.split('. ')[0]?.replace(/\.$/, '')}.`,
        fileName: `${overlay.name}.json`,
        languageId: 'seccomp',
        get text() {
          const part = { ...jsonPart(sealedDefault(target)), readAs: target };
          return withOverlay(part, overlay, { ...defaultContext, target });
        },
      };
    }),
  );

export const templates: readonly Template[] = [
  {
    title: 'Seccomp profile for a service',
    description: 'Allows what a network service needs, for every runtime; the rest fails as if the kernel did not have it',
    fileName: 'service.json',
    languageId: 'seccomp',
    get text() {
      return json(allowList());
    },
  },
  {
    title: 'Seccomp profile that logs first',
    description: 'Allows all calls but the dangerous ones, and logs the unusual ones, for Rules From Log to add',
    fileName: 'log-first.json',
    languageId: 'seccomp',
    get text() {
      return json(logFirst());
    },
  },
  {
    title: "Docker's default seccomp profile",
    description: 'With its conditions on capabilities and architectures, to take calls away from',
    fileName: 'docker-custom.json',
    languageId: 'seccomp',
    get text() {
      return sealedDefault('docker');
    },
  },
  {
    title: "containerd's default seccomp profile for pods",
    description: 'Resolved for x86_64 and the default capabilities, since a Localhost profile knows no conditions',
    fileName: 'runtime-default.json',
    languageId: 'seccomp',
    get text() {
      return sealedDefault('containerd');
    },
  },
  {
    title: 'SeccompProfile of the Security Profiles Operator',
    description: 'The object that the operator installs on the nodes, with what a network service needs',
    fileName: 'seccompprofile.yaml',
    languageId: 'yaml',
    get text() {
      return operatorObject();
    },
  },
  ...overlayTemplates(),
];
