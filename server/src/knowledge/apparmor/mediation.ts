/**
 * Which classes of access a policy restricts, by the features of its abi.
 *
 * $source apparmor_parser, compared in test/conformance/apparmorMediation.test.ts
 * $version AppArmor 3.0 to 6.0.0-alpha1
 * $checked 2026-11-30
 */

import { type AbiFeatures, featureAsked } from './abis';

/** A class of access that only some abis mediate. Files, capabilities, limits and changes of profile are mediated under every abi. */
export interface MediatedClass {
  /** In the plural, for a sentence. */
  readonly what: string;
  /** A rule of the class, as an example. */
  readonly rule: string;
  /** Features of which one is enough. */
  readonly features: readonly string[];
}

const mediatedClass = (rule: string, what: string, ...features: string[]): MediatedClass => ({ rule, what, features });

export const mediatedClasses = {
  network: mediatedClass('network', 'network sockets', 'network_v8', 'network_v9'),
  unix: mediatedClass('unix', 'Unix sockets', 'network/af_unix', 'network_v9/af_unix'),
  dbus: mediatedClass('dbus', 'D-Bus messages', 'dbus'),
  signal: mediatedClass('signal', 'signals', 'signal'),
  ptrace: mediatedClass('ptrace', 'ptrace accesses', 'ptrace'),
  mount: mediatedClass('mount', 'mounts', 'mount'),
  userns: mediatedClass('userns', 'user namespaces', 'namespaces/mask/userns_create'),
  io_uring: mediatedClass('io_uring', 'io_uring operations', 'io_uring'),
  posix_mqueue: mediatedClass('mqueue', 'POSIX message queues', 'ipc/posix_mqueue'),
  sysv_mqueue: mediatedClass('mqueue type=sysv', 'System V message queues', 'ipc/sysv_mqueue'),
} as const satisfies Readonly<Record<string, MediatedClass>>;

export type MediatedClassName = keyof typeof mediatedClasses;

/**
 * `patched`: only by kernels with AppArmor's patches for the network, such as Ubuntu's.
 * `generic`: apparmor_parser writes the rule as one for all sockets of the family, and drops it where it denies.
 */
export type Mediation = 'enforced' | 'patched' | 'generic' | 'unenforced';

/** Conditions that only some abis carry: without them apparmor_parser compiles the rule as if it had none. */
export const networkConditions: Readonly<Record<'address' | 'interface' | 'access', readonly string[]>> = {
  address: ['network_v8/af_inet', 'network_v9/af_inet'],
  interface: ['network_v9_skb/iface'],
  access: ['network_v8', 'network_v9'],
};

/** `release`: that of apparmor_parser, where it is known; an older one does not look for every feature. */
export function mediationOfClass(features: AbiFeatures, name: MediatedClassName, release?: string): Mediation {
  if (hasAny(features, mediatedClasses[name].features, release)) return 'enforced';
  if (name === 'network') return features.has('network') ? 'patched' : 'unenforced';
  if (name === 'unix' && mediationOfClass(features, 'network', release) !== 'unenforced') return 'generic';
  return 'unenforced';
}

export const hasAny = (features: AbiFeatures, paths: readonly string[], release?: string): boolean =>
  paths.some((path) => features.has(path) && isAsked(path, release));

function isAsked(path: string, release: string | undefined): boolean {
  const since = featureAsked(path);
  return release === undefined || since === undefined || !isOlderRelease(release, since);
}

/** `4.0.3` is older than `4.1`. A line of releases counts as its last, so that `2.13` is not older than `2.13.5`. */
export function isOlderRelease(release: string, other: string): boolean {
  const [a, b] = [release, other].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? Number.POSITIVE_INFINITY) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
