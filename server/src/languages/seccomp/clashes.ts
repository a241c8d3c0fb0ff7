import { memoWith } from '../../core';
import type { Architecture } from '../../knowledge';
import type { Analysis } from './analysis';
import { type Collision, hasCall, type RuleOrigin } from './filter';
import { keptWith, namesOf, type ProfileRule } from './model';
import { sameVerdict } from './resolve';

/** Calls over which two rules of a profile meet, gathered for the two rules. */
export interface Clash {
  readonly kind: Collision['kind'];
  /** The rules do the same. */
  readonly agree: boolean;
  readonly added: ProfileRule;
  readonly older: ProfileRule;
  /** One for each call. */
  readonly places: readonly ClashPlace[];
}

/** Where two rules meet over one call. */
export interface ClashPlace {
  /** Where the names are written. */
  readonly added: RuleOrigin;
  readonly older: RuleOrigin;
  readonly abi: Architecture;
  /** The call that libseccomp adds both to: `socketcall` for `socket` on 32-bit x86. */
  readonly call: string;
}

interface Known {
  readonly conflicts: readonly Clash[];
  readonly others: readonly Clash[];
  /** For a rule the names for which others decide. */
  readonly decided: ReadonlyMap<ProfileRule, ReadonlySet<string>>;
  /** Of two rules, the later one first. */
  readonly meet: (added: ProfileRule, older: ProfileRule) => boolean;
}

/**
 * What libseccomp's merge refuses on any of the ABIs that the profile covers. Only if it refuses nothing: what it drops and deletes, since
 * a profile that no runtime loads has no other effect.
 */
export function clashesOf(analysis: Analysis): readonly Clash[] {
  const { conflicts, others } = knownOf(analysis);
  return conflicts.length ? conflicts : others;
}

/** Why libseccomp refuses the profile; undefined for a profile that it loads. */
export const conflictOf = (analysis: Analysis): Clash | undefined => knownOf(analysis).conflicts[0];

/** `socket`, and the other calls that two rules meet over. */
export const callsOf = ({ places }: Clash): readonly string[] => [...new Set(places.map(({ added }) => added.call))];

/** Whether others decide for every call that a rule names: what its conditions say then has no effect. */
export function isOverruled(analysis: Analysis, rule: ProfileRule): boolean {
  const decided = knownOf(analysis).decided.get(rule);
  return decided !== undefined && namesOf(rule.said).every(({ value }) => decided.has(value));
}

/** Whether a finding tells already what libseccomp's merge does with two rules. */
export function isClash(analysis: Analysis, added: ProfileRule, older: ProfileRule): boolean {
  return knownOf(analysis).meet(added, older);
}

const knownOf = (analysis: Analysis): Known => collisionsOf(analysis.resolved, analysis);

const collisionsOf = memoWith((_: Analysis['resolved'], analysis: Analysis): Known => {
  const conflicts = new Gathering();
  const others = new Gathering();
  for (const abi of analysis.resolved.abis)
    for (const collision of analysis.filter(abi)?.collisions ?? []) {
      if (collision.kind === 'conflict') conflicts.add(collision, abi);
      else if (isOwn(analysis, collision, abi)) others.add(collision, abi);
    }
  return {
    conflicts: conflicts.clashes,
    others: others.clashes,
    decided: decidedBy(others.clashes),
    meet: (added, older) => (conflicts.clashes.length ? conflicts : others).meet(added, older),
  };
});

/**
 * What is told of rules that load: meetings over the call that both name, on the host's own ABI and over calls that only other ABIs have. Rules
 * whose conditions the reader drops are left out, as the meeting is the consequence of another mistake.
 */
function isOwn({ resolved, loader }: Analysis, { added, older, call }: Collision, abi: Architecture): boolean {
  if (call !== added.call) return false;
  if (loader.reader === 'oci' && (isConditional(added) || isConditional(older))) return false;
  const [host] = resolved.abis;
  return abi === host || host === undefined || !hasCall(host, call);
}

const isConditional = ({ active: { rule } }: RuleOrigin): boolean => keptWith(rule, undefined, hasFilter);

const hasFilter = ({ includes, excludes }: ProfileRule): boolean => includes !== undefined || excludes !== undefined;

/** Collisions, each pair of rules once and each of their calls once. */
class Gathering {
  readonly clashes: Gathered[] = [];
  /** By the later of two rules, then by the other one. */
  readonly #known = new Map<ProfileRule, Map<ProfileRule, Gathered[]>>();

  add({ kind, added, older, call }: Collision, abi: Architecture): void {
    const agree = sameVerdict(added.active.verdict, older.active.verdict);
    const clash = this.#clashOf(kind, agree, added.active.rule, older.active.rule);
    if (clash.names.has(added.at)) return;
    clash.names.add(added.at);
    clash.places.push({ added, older, abi, call });
  }

  #clashOf(kind: Clash['kind'], agree: boolean, added: ProfileRule, older: ProfileRule): Gathered {
    const others = this.#known.get(added) ?? new Map<ProfileRule, Gathered[]>();
    this.#known.set(added, others);
    const both = others.get(older) ?? [];
    others.set(older, both);
    const before = both.find((clash) => clash.kind === kind && clash.agree === agree);
    if (before) return before;
    const clash: Gathered = { kind, agree, added, older, places: [], names: new Set() };
    both.push(clash);
    this.clashes.push(clash);
    return clash;
  }

  meet(added: ProfileRule, older: ProfileRule): boolean {
    return this.#known.get(added)?.has(older) ?? false;
  }
}

interface Gathered extends Clash {
  readonly places: ClashPlace[];
  /** Places among the later rule's names. */
  readonly names: Set<number>;
}

function decidedBy(clashes: readonly Clash[]): ReadonlyMap<ProfileRule, ReadonlySet<string>> {
  const decided = new Map<ProfileRule, Set<string>>();
  for (const { kind, added, older, places } of clashes) {
    const loser = kind === 'swallowed' ? older : added;
    const names = decided.get(loser) ?? new Set();
    decided.set(loser, names);
    for (const place of places) names.add((loser === added ? place.added : place.older).call);
  }
  return decided;
}
