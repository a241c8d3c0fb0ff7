/**
 * The AppArmor profiles that container runtimes give to every container, as a table of rules with the reason for each.
 *
 * $source moby/profiles apparmor/template.go, containerd contrib/apparmor/template.go and container-libs common/pkg/apparmor (CRI-O and
 *   Podman), all Apache-2.0; variables: upstream profiles/apparmor.d/tunables
 * $version Docker 29, containerd 2.4, CRI-O 1.36, container-libs of June 2026, AppArmor 6.0.0-alpha1
 * $checked 2026-11-30
 */

import type { Target } from '../../core';

export interface DefaultRule {
  /** The rule without comma; `SELF` stands for the profile's own name. */
  readonly rule: string;
  /** What the rule is for, one sentence; for a `deny` rule, what happens without it. */
  readonly why: string;
}

export interface DefaultProfile {
  readonly name: string;
  /** `docker-default (moby/profiles, June 2026)`. */
  readonly title: string;
  readonly abi?: string;
  readonly flags: readonly string[];
  readonly rules: readonly DefaultRule[];
}

const opened: readonly DefaultRule[] = [
  { rule: 'network', why: 'Sockets of every kind; the network namespace and seccomp limit them.' },
  { rule: 'capability', why: 'Capabilities are limited by the bounding set of the container instead.' },
  { rule: 'file', why: 'All files of the container; what is dangerous is denied below.' },
  { rule: 'umount', why: 'Unmounting inside of the own mount namespace.' },
];

const alg: DefaultRule = {
  rule: 'deny network alg',
  why: "Sockets of the kernel's cryptographic interface reach code in which flaws have led from a container to root on the host.",
};

const signal = (peer: string, who: string): DefaultRule => ({
  rule: `signal (receive) peer=${peer}`,
  why: `${who} may send signals to the container, as stopping it needs.`,
});

const between: DefaultRule = { rule: 'signal (send,receive) peer=SELF', why: 'Processes of containers may send each other signals.' };

/** Which entries of /proc are processes: the others must not be written. The slash matters to moby and containerd. */
const processes = (slash: string) =>
  `{[^1-9${slash}],[^1-9${slash}][^0-9${slash}],[^1-9s${slash}][^0-9y${slash}][^0-9s${slash}],[^1-9${slash}][^0-9${slash}][^0-9${slash}][^0-9${slash}]*}`;

const closed = (slash: string, powercap: boolean): readonly DefaultRule[] => [
  { rule: 'deny @{PROC}/* w', why: 'Files directly in /proc change the whole host.' },
  { rule: `deny @{PROC}/${processes(slash)}/** w`, why: 'Only the directories of processes, and some of /proc/sys, may be written.' },
  { rule: 'deny @{PROC}/sys/[^k]** w', why: 'Settings outside of /proc/sys/kernel belong to the host.' },
  {
    rule: 'deny @{PROC}/sys/kernel/{?,??,[^s][^h][^m]**} w',
    why: 'Of the settings of the kernel only those of shared memory belong to the container; core_pattern, for one, runs a program as root on the host.',
  },
  { rule: 'deny @{PROC}/sysrq-trigger rwklx', why: 'It can reboot or crash the host.' },
  { rule: 'deny @{PROC}/kcore rwklx', why: 'It shows the memory of the host.' },
  { rule: 'deny mount', why: 'Mounting reaches file systems and options that confinement relies on.' },
  { rule: 'deny /sys/[^f]*/** wklx', why: 'Writing to sysfs reconfigures devices and drivers of the host.' },
  { rule: 'deny /sys/f[^s]*/** wklx', why: 'Writing to sysfs reconfigures devices and drivers of the host.' },
  { rule: 'deny /sys/fs/[^c]*/** wklx', why: 'Writing to sysfs reconfigures file systems of the host.' },
  { rule: 'deny /sys/fs/c[^g]*/** wklx', why: 'Writing to sysfs reconfigures file systems of the host.' },
  { rule: 'deny /sys/fs/cg[^r]*/** wklx', why: 'Writing to sysfs reconfigures file systems of the host.' },
  { rule: 'deny /sys/firmware/** rwklx', why: 'Firmware tables and variables describe and change the host.' },
  ...(powercap
    ? [{ rule: 'deny /sys/devices/virtual/powercap/** rwklx', why: 'Its counters of energy leak what other processes compute (PLATYPUS).' }]
    : []),
  { rule: 'deny /sys/kernel/security/** rwklx', why: "It is the interface to the host's security modules." },
];

const trace = (access: string): DefaultRule => ({
  rule: `ptrace (${access}) peer=SELF`,
  why: 'Processes of the container may look at each other, as ps and debuggers do.',
});

const containersCommon = (name: string, title: string): DefaultProfile => ({
  name,
  title,
  flags: ['attach_disconnected', 'mediate_deleted'],
  rules: [
    ...opened,
    signal('unconfined', 'Processes without profile'),
    between,
    signal('{/usr/bin/,/usr/sbin/,}runc', 'runc'),
    signal('{/usr/bin/,/usr/sbin/,}crun*', 'crun'),
    signal('{/usr/bin/,/usr/sbin/,}podman', 'Podman'),
    ...closed('', false),
    trace('trace,read'),
  ],
});

const profiles: Readonly<Record<Target, () => DefaultProfile>> = {
  docker: () => ({
    name: 'docker-default',
    title: 'docker-default (moby/profiles, June 2026)',
    abi: 'abi/3.0',
    flags: ['attach_disconnected', 'mediate_deleted'],
    rules: [
      ...opened.slice(0, 1),
      alg,
      ...opened.slice(1),
      signal('unconfined', 'Processes without profile, dockerd among them,'),
      signal('runc', 'runc'),
      signal('crun', 'crun'),
      between,
      ...closed('/', true),
      trace('trace,tracedby,read,readby'),
    ],
  }),
  containerd: () => ({
    name: 'cri-containerd.apparmor.d',
    title: 'cri-containerd.apparmor.d (containerd 2.4)',
    abi: 'abi/3.0',
    flags: ['attach_disconnected', 'mediate_deleted'],
    rules: [
      ...opened,
      signal('unconfined', 'Processes without profile, containerd among them,'),
      signal('runc', 'runc'),
      signal('crun', 'crun'),
      between,
      ...closed('/', true),
      trace('trace,tracedby,read,readby'),
    ],
  }),
  'cri-o': () => containersCommon('crio-default', 'crio-default (CRI-O 1.36)'),
  podman: () => containersCommon('containers-default', 'containers-default (container-libs, June 2026)'),
};

export const apparmorDefault = (target: Target): DefaultProfile => profiles[target]();

/** The profile as a file: with the reasons, to be read, or in a given order and without them, to be compared as text. */
export function renderDefault(profile: DefaultProfile, order?: readonly DefaultRule[]): string {
  const rules = order ?? profile.rules;
  const lines = rules.flatMap(({ rule, why }, i) => {
    const silent = order !== undefined || rules[i - 1]?.why === why;
    return [...(silent ? [] : [`  # ${why}`]), `  ${rule.replaceAll('SELF', profile.name)},`];
  });
  return [
    ...(profile.abi ? [`abi <${profile.abi}>,`, ''] : []),
    'include <tunables/global>',
    '',
    `profile ${profile.name} flags=(${profile.flags.join(', ')}) {`,
    '  include <abstractions/base>',
    '',
    ...lines,
    '}',
    '',
  ].join('\n');
}

/** Values of AppArmor's own tunables, for files whose includes are out of reach; trailing slashes are outside of braces, where they can be joined. */
export const shippedVariables: ReadonlyMap<string, string> = new Map([
  ['PROC', '/proc/'],
  ['sys', '/sys/'],
  ['run', '{/run,/var/run}/'],
  ['HOMEDIRS', '/home/'],
  ['HOME', '{/home/*,/root}/'],
  ['securityfs', '/sys/kernel/security/'],
  ['apparmorfs', '/sys/kernel/security/apparmor/'],
  ['multiarch', '*-linux-gnu*'],
  ['pid', numbers(7)],
  ['pids', numbers(7)],
  ['tid', numbers(7)],
  ['uid', `{0,${numbers(10).slice(1)}`],
  ['uids', `{0,${numbers(10).slice(1)}`],
]);

/** Numbers of up to `digits` digits as a glob, the way tunables/kernelvars spells them. */
function numbers(digits: number): string {
  return `{${Array.from({ length: digits }, (_, more) => `[1-9]${'[0-9]'.repeat(more)}`).join(',')}}`;
}
