/**
 * What came with which release of AppArmor: the first tagged release of gitlab.com/apparmor/apparmor whose parser
 * sources know it. What is older than 2.13 is left out.
 */

export interface ApparmorFeature {
  /** In the plural, for a sentence. */
  readonly what: string;
  /** An older parser refuses the file. */
  readonly since: string;
}

const feature = (since: string, what: string): ApparmorFeature => ({ what, since });

export const apparmorFeatures = {
  xattrs: feature('3.0', 'conditions on extended attributes (xattrs=)'),
  'flag-unconfined': feature('3.0', 'profiles with the flag unconfined'),
  'capabilities-of-5.9': feature('2.13.5', 'the capabilities bpf, perfmon and checkpoint_restore'),
  userns: feature('4.0', 'userns rules'),
  mqueue: feature('4.0', 'mqueue rules'),
  io_uring: feature('4.0', 'io_uring rules'),
  all: feature('4.0', 'all rules'),
  'network-access': feature('4.0', 'access lists of network rules'),
  'network-address': feature('4.0', 'addresses and ports of network rules'),
  'flags-of-4.0': feature('4.0', 'the flags prompt, default_allow, debug, interruptible, kill.signal and attach_disconnected.path'),
  priority: feature('4.1', 'priorities'),
  prompt: feature('4.1', 'prompt rules'),
  'flag-error': feature('4.1', 'the flag error='),
  assignment: feature('5.0', 'the assignments ?= and :='),
  expression: feature('5.0', 'and, or, comparisons and literals in conditions'),
  attachment: feature('5.0', 'the built-in variables @{exec_path} and @{attach_path}'),
  'network-label': feature('5.0', 'interface= and label= of network rules'),
  'network-set-label': feature('5.0', 'labels that a network rule sets (label:=)'),
  'flag-ipc': feature('5.0', 'the flag attach_disconnected.ipc'),
  identities: feature('5.0', 'identities of a profile'),
  'signals-of-5.0': feature('5.0', 'the signal names tstp and poll'),
} as const satisfies Readonly<Record<string, ApparmorFeature>>;

export type ApparmorFeatureName = keyof typeof apparmorFeatures;
