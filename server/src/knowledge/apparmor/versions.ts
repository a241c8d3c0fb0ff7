/**
 * What came with which release of AppArmor. What is older than 2.13 is left out.
 *
 * $source parser/ of gitlab.com/apparmor/apparmor: the first tagged release that knows it
 * $version AppArmor 2.13 to 6.0.0-alpha1
 * $checked 2026-11-30
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

/** Every line of releases from the first with profiles as they are today. */
const lines = ['2.5', '2.6', '2.7', '2.8', '2.9', '2.10', '2.11', '2.12', '2.13', '3.0', '3.1', '4.0', '4.1', '5.0', '6.0'];

/** What is wrong with the name of a release of apparmor_parser; undefined for `auto` and one that is known, with or without its patch. */
export function apparmorVersionProblem(text: string): string | undefined {
  const [, line = ''] = /^(\d+\.\d+)(?:\.\d+)?$/.exec(text) ?? [];
  if (text === 'auto' || lines.includes(line)) return undefined;
  if (line === '') return `"${text}" is not a release of AppArmor: auto, or one such as ${lines.at(-2)}`;
  const newest = lines.at(-1) as string;
  const isNewer = Number.parseInt(line, 10) > Number.parseInt(newest, 10) || line.startsWith(`${newest.split('.')[0]}.`);
  return isNewer
    ? `AppArmor ${text} is newer than ${newest}, the newest release that Confine knows`
    : `there is no AppArmor ${line}; known: ${lines.slice(-7).reverse().join(', ')}`;
}
