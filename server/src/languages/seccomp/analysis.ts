import { type Context, memo, memoPair } from '../../core';
import type { Architecture } from '../../knowledge';
import { compile, type Filter, firstRuling, hasCall, numbersOf, type PlacedOrigin, placed } from './filter';
import type { RuleOrigin } from './mergedCall';
import { keptWith, type ProfileModel } from './model';
import type { SeccompPart } from './part';
import { type CallVerdict, type Resolved, type RuleEffect, resolve } from './resolve';
import { hostOf, loaderOf, type SeccompLoader, type TargetHost } from './target';
import { ENOSYS, findAction } from './words';

/** A profile as one runtime on one host understands it. */
export interface Analysis {
  readonly profile: ProfileModel;
  readonly loader: SeccompLoader;
  readonly host: TargetHost;
  readonly resolved: Resolved;
  /** The filter of a covered ABI. */
  filter(abi: Architecture): Filter | undefined;
  /** Where something in a filter is written. */
  placed(origin: RuleOrigin): PlacedOrigin;
  /** As in the part. */
  readonly versions: object;
}

/** Made once for a part and a context; undefined where the part has no profile. */
export const analysisOf = memoPair((part: SeccompPart, context: Context): Analysis | undefined => {
  if (!part.profile) return undefined;
  const loader = loaderOf(part, context);
  return analyse(part.profile, loader, hostOf(context, loader.target), part.versions);
});

export function analyse(profile: ProfileModel, loader: SeccompLoader, host: TargetHost, versions: object = {}): Analysis {
  const resolved = resolve(profile, loader, host);
  const filters = new Map<Architecture, Filter>();
  return {
    profile,
    loader,
    host,
    resolved,
    filter(abi) {
      if (!resolved.abis.includes(abi)) return undefined;
      const known = filters.get(abi);
      if (known) return known;
      const former = formerFilters(versions);
      const filter = compile(resolved, abi, former.get(abi));
      filters.set(abi, filter);
      former.set(abi, filter);
      return filter;
    },
    placed: (origin) => placed(origin, resolved),
    versions,
  };
}

/**
 * The filters that were last made of a version of a text. What is made of another version takes over what hasn't changed; it is the same whatever was
 * made before, so it doesn't matter which version that was.
 */
const formerFilters = memo((_versions: object) => new Map<Architecture, Filter>());

export interface CallDecision {
  readonly verdict: CallVerdict;
  readonly why: 'no seccomp' | 'abi not covered' | 'rule' | 'default';
  readonly origin?: PlacedOrigin;
  /** runc answers ENOSYS before the filter is asked: it takes a call with so high a number to be newer than the profile. */
  readonly newerThanProfile?: true;
}

/** libseccomp's action for an ABI that the filter does not cover. */
const uncovered: CallVerdict = { action: 'SCMP_ACT_KILL_THREAD' };

const unfiltered: CallVerdict = { action: 'SCMP_ACT_ALLOW' };

/** What becomes of a call; arguments that are not given count as 0. */
export function decide(analysis: Analysis, abi: Architecture, name: string, args: readonly bigint[] = []): CallDecision {
  const { resolved } = analysis;
  if (resolved.unconfined) return { verdict: unfiltered, why: 'no seccomp' };
  const filter = analysis.filter(abi);
  if (!filter) return { verdict: uncovered, why: 'abi not covered' };
  const entry = filter.entries.get(name);
  const ruling = entry && (entry.always ?? firstRuling(entry.tests, args));
  if (ruling) return { verdict: ruling.verdict, why: 'rule', origin: analysis.placed(ruling.origin) };
  return { verdict: resolved.default, why: 'default', ...(isNewer(analysis, filter, name) && { newerThanProfile: true as const }) };
}

/** runc libcontainer/seccomp/patchbpf/enosys_linux.go. */
function isNewer({ loader, resolved }: Analysis, { abi }: Filter, name: string): boolean {
  if (loader.runtime !== 'runc' || findAction(resolved.default.action)?.outcome !== 'denied') return false;
  if (resolved.default.errno === ENOSYS) return false;
  const number = numbersOf(abi)?.get(name);
  return number !== undefined && number > highestNamed(resolved, abi);
}

const highestNamed = memoPair((resolved: Resolved, abi: Architecture): number => {
  let highest = -1;
  for (const { effect } of resolved.rules) {
    const known = keptWith(effect.rule, effect.onlyNames, highestByAbi);
    const own = known.get(abi) ?? highestIn(effect, abi);
    known.set(abi, own);
    highest = Math.max(highest, own);
  }
  return highest;
});

const highestByAbi = (): Map<Architecture, number> => new Map();

function highestIn({ names }: RuleEffect, abi: Architecture): number {
  const numbers = numbersOf(abi);
  let highest = -1;
  for (const { value } of names) highest = Math.max(highest, numbers?.get(value) ?? -1);
  return highest;
}

/** The covered ABI that has a call of that name, the host's own first. */
export const abiWith = ({ resolved }: Analysis, name: string): Architecture | undefined => resolved.abis.find((abi) => hasCall(abi, name));
