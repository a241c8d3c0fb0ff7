import { type Architecture, containersErrnos, errnoNumbers, findArchitecture } from '../../knowledge';
import {
  type ArgumentCondition,
  type CapabilityFilter,
  keptWith,
  namesOf,
  type ProfileModel,
  type ProfileRule,
  type TextValue,
} from './model';
import type { SeccompLoader, TargetHost } from './target';
import { EPERM, findAction } from './words';

/** What becomes of a call. KILL has become KILL_THREAD, which it is another name of; there is a number only where it matters. */
export interface CallVerdict {
  readonly action: string;
  /** With ERRNO and TRACE. */
  readonly errno?: number;
}

/**
 * What a reader on a host gives to libseccomp for a rule, without the place of the rule: the same object as long as the text of the rule is the same, so
 * that filters keep what they make of it.
 */
export class RuleEffect {
  /** Room for what filters make of it: by the place of the name, one for all ABIs, and by ABI. */
  readonly rulings: unknown[] = [];
  readonly uses = new Map<Architecture, readonly unknown[]>();

  constructor(
    /** `ProfileRule.said`. */
    readonly rule: ProfileRule,
    readonly verdict: CallVerdict,
    readonly onlyNames: boolean,
  ) {}

  get names(): readonly TextValue[] {
    return this.onlyNames ? this.rule.names : namesOf(this.rule);
  }

  get isConditional(): boolean {
    return this.rule.args.length > 0;
  }
}

/** A rule that applies in a context, at its place in the profile. */
export interface ActiveRule {
  readonly names: readonly TextValue[];
  readonly verdict: CallVerdict;
  readonly conditions: readonly ArgumentCondition[];
  readonly rule: ProfileRule;
  readonly effect: RuleEffect;
}

/** The OCI form of a profile for one reader and one host. */
export interface Resolved {
  /** Neither a default action nor rules: Go's readers run the container without seccomp. */
  readonly unconfined: boolean;
  readonly default: CallVerdict;
  /** The ABIs that the filter covers, the host's own first. */
  readonly abis: readonly Architecture[];
  readonly rules: readonly ActiveRule[];
  /** The rule that has an effect. */
  active(effect: RuleEffect): ActiveRule;
  /** Undefined where the rule is left out. */
  effectOf(rule: ProfileRule): RuleEffect | undefined;
  /** Rules whose conditions do not match here; they are not looked into further. */
  readonly passedOver: ReadonlySet<ProfileRule>;
}

/**
 * Applies archMap, includes, excludes and names of errors as the reader does. What a loader would refuse is left out, so
 * that the rest can still be asked about.
 *
 * Source: moby/profiles seccomp/seccomp_linux.go `setupSeccomp`; containers/common pkg/seccomp/seccomp_linux.go.
 */
export function resolve(profile: ProfileModel, { reader }: Pick<SeccompLoader, 'reader'>, host: TargetHost): Resolved {
  const errno = reader === 'containers' ? errnoNamed(profile.defaultErrno?.value) : undefined;
  const by = hostKey(reader, host);
  const passedOver = new Set<ProfileRule>();
  const rules: ActiveRule[] = [];
  for (const rule of profile.rules) {
    const applied = keptWith(rule, by, appliedBy[reader]);
    if (applied === 'passed over') passedOver.add(rule);
    else if (applied) rules.push(new PlacedEffect(rule, applied));
  }
  let byEffect: ReadonlyMap<RuleEffect, ActiveRule> | undefined;
  return {
    passedOver,
    unconfined: !profile.defaultAction?.value && profile.rules.length === 0,
    default: verdict(profile.defaultAction?.value ?? '', errno ?? errnoOf(profile.defaultErrnoRet?.value)),
    abis: abisOf(profile, reader, host),
    rules,
    effectOf(rule) {
      const applied = keptWith(rule, by, appliedBy[reader]);
      return applied === 'passed over' ? undefined : applied;
    },
    active(effect) {
      byEffect ??= new Map(rules.map((one) => [one.effect, one]));
      return byEffect.get(effect) as ActiveRule;
    },
  };
}

/** What a reader on a host makes of a rule; undefined where it leaves it out. */
type Applied = RuleEffect | 'passed over' | undefined;

interface HostKey {
  readonly reader: SeccompLoader['reader'];
  readonly host: TargetHost;
}

const hostKeys = new Map<string, HostKey>();

/** One object for each reader and host, so that what they make of a rule is found again. */
function hostKey(reader: SeccompLoader['reader'], host: TargetHost): HostKey {
  const words = [reader, host.architecture.name, ...host.kernel, ...host.capabilities].join(' ');
  const key = hostKeys.get(words) ?? { reader, host };
  // Settings change now and then; what is forgotten is only worked out again.
  if (hostKeys.size > 50) hostKeys.clear();
  hostKeys.set(words, key);
  return key;
}

/** A function for each reader, so that what one makes of a rule does not take the place of what another one makes. */
const appliedBy: Readonly<Record<SeccompLoader['reader'], (rule: ProfileRule, key: HostKey) => Applied>> = {
  oci: (rule) => effectOf(rule, 'oci'),
  moby: (rule, { host }) => (isMet(rule, 'moby', host) ? effectOf(rule, 'moby') : 'passed over'),
  containers: (rule, { host }) => (isMet(rule, 'containers', host) ? effectOf(rule, 'containers') : 'passed over'),
};

function effectOf(rule: ProfileRule, reader: SeccompLoader['reader']): Applied {
  if (!findAction(rule.action?.value)) return undefined;
  const own = reader === 'containers' ? errnoNamed(rule.errno?.value) : undefined;
  return new RuleEffect(rule, verdict(rule.action?.value ?? '', own ?? errnoOf(rule.errnoRet?.value)), reader === 'oci');
}

/** Which names count, and where they are, is read when it is asked for. */
class PlacedEffect implements ActiveRule {
  constructor(
    readonly rule: ProfileRule,
    readonly effect: RuleEffect,
  ) {}

  get verdict(): CallVerdict {
    return this.effect.verdict;
  }

  get names(): readonly TextValue[] {
    return this.effect.onlyNames ? this.rule.names : namesOf(this.rule);
  }

  get conditions(): readonly ArgumentCondition[] {
    return this.rule.args;
  }
}

/** runc keeps 16 bits of the number. */
const errnoOf = (value: bigint | undefined): number | undefined => (value === undefined ? undefined : Number(BigInt.asUintN(16, value)));

/** containers/common: a decimal number in quotes, else one of its names. */
function errnoNamed(text: string | undefined): number | undefined {
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  return containersErrnos().has(text) ? errnoNumbers().get(text) : undefined;
}

function verdict(name: string, errno: number | undefined): CallVerdict {
  const action = name === 'SCMP_ACT_KILL' ? 'SCMP_ACT_KILL_THREAD' : name;
  return findAction(action)?.takesErrno ? { action, errno: errno ?? EPERM } : { action };
}

export const sameVerdict = (a: CallVerdict, b: CallVerdict): boolean => a.action === b.action && a.errno === b.errno;

/** `SCMP_ACT_ERRNO(1)`. */
export const verdictText = ({ action, errno }: CallVerdict): string => (errno === undefined ? action : `${action}(${errno})`);

function abisOf({ architectures, archMap }: ProfileModel, reader: SeccompLoader['reader'], host: TargetHost): readonly Architecture[] {
  const abis = new Set([host.architecture]);
  const add = (word: TextValue | undefined) => {
    const abi = word && findArchitecture(word.value);
    if (abi) abis.add(abi);
  };
  for (const word of architectures) add(word);
  if (readsArchMap(reader, host)) {
    const entry = archMap.find(({ architecture }) => architecture?.value === host.architecture.scmp);
    for (const word of entry?.subArchitectures ?? []) add(word);
  }
  return [...abis];
}

/**
 * Where a superset's reader looks archMap up at all: containers/common knows the hosts below; moby looks for GOARCH
 * `loong64` under another name than it keeps it.
 */
export function readsArchMap(reader: SeccompLoader['reader'], { architecture: { name } }: TargetHost): boolean {
  if (reader === 'moby') return name !== 'loongarch64';
  return reader === 'containers' && /^(?:x86_64|aarch64|mips(?:el)?64(?:n32)?|s390x)$/.test(name);
}

/** Excludes come before includes; kinds are joined by or in excludes, by and in includes. */
function isMet({ includes, excludes }: ProfileRule, reader: SeccompLoader['reader'], host: TargetHost): boolean {
  const here = host.architecture.filter;
  const isHere = (word: TextValue) => word.value === here;
  const has = (word: TextValue) => host.capabilities.has(word.value);
  if (excludes && (excludes.arches.some(isHere) || excludes.caps.some(has))) return false;
  if (reader === 'moby' && hasKernel(excludes, host) === true) return false;
  if (includes && ((includes.arches.length > 0 && !includes.arches.some(isHere)) || !includes.caps.every(has))) return false;
  return reader !== 'moby' || hasKernel(includes, host) !== false;
}

/** Whether the host's kernel reaches `minKernel`; undefined where none is asked for. */
function hasKernel(filter: CapabilityFilter | undefined, { kernel }: TargetHost): boolean | undefined {
  const wanted = minKernelOf(filter?.minKernel?.value);
  if (!wanted) return undefined;
  return kernel[0] > wanted[0] || (kernel[0] === wanted[0] && kernel[1] >= wanted[1]);
}

/** Two numbers of eight bits with one dot, not 0.0; undefined for anything else (moby/profiles seccomp/kernel_linux.go). */
export function minKernelOf(text: string | undefined): readonly [number, number] | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(text ?? '') ?? [];
  const [a, b] = [Number(major), Number(minor)];
  return major === undefined || a > 255 || b > 255 || a + b === 0 ? undefined : [a, b];
}
