import type { Analysis } from './analysis';
import { type Collision, hasCall, type Origin } from './filter';
import { namesOf, type ProfileRule } from './model';
import { sameVerdict } from './resolve';

/** Calls over which two rules of a profile meet, gathered for the two rules. */
export interface Clash {
  readonly kind: Collision['kind'];
  /** The rules do the same. */
  readonly agree: boolean;
  readonly added: ProfileRule;
  readonly older: ProfileRule;
  /** One for each call; `added` and `older` are where the names stand. */
  readonly places: readonly { readonly added: Origin; readonly older: Origin }[];
}

const known = new WeakMap<Analysis['resolved'], readonly Clash[]>();

/**
 * What libseccomp's merge drops, deletes or refuses, on the host's own ABI and for calls that only others have. Rules whose
 * conditions the reader has dropped are left out, unless no filter is made of them: that they meet is the consequence of another mistake.
 */
export function clashesOf(analysis: Analysis): readonly Clash[] {
  const { resolved } = analysis;
  const before = known.get(resolved);
  if (before) return before;
  const clashes = new Map<string, Clash & { readonly places: { added: Origin; older: Origin }[] }>();
  const seen = new Set<string>();
  for (const abi of resolved.abis) {
    for (const { kind, added, older, call } of analysis.filter(abi)?.collisions ?? []) {
      // The copy for a multiplexer meets wherever the call itself does.
      if (call !== added.name.value) continue;
      if (kind !== 'conflict' && analysis.loader.reader === 'oci' && (isConditional(added) || isConditional(older))) continue;
      if (abi !== resolved.abis[0] && hasCall(resolved.abis[0] as typeof abi, call)) continue;
      const agree = sameVerdict(added.active.verdict, older.active.verdict);
      const key = `${kind} ${agree} ${added.active.rule.index} ${older.active.rule.index}`;
      const once = `${key} ${call} ${added.name.node.span.start}`;
      if (seen.has(once)) continue;
      seen.add(once);
      const clash = clashes.get(key) ?? { kind, agree, added: added.active.rule, older: older.active.rule, places: [] };
      clash.places.push({ added, older });
      clashes.set(key, clash);
    }
  }
  const all = [...clashes.values()];
  known.set(resolved, all);
  return all;
}

const isConditional = ({ active: { rule } }: Origin): boolean => rule.includes !== undefined || rule.excludes !== undefined;

/** `socket`, and the other calls that two rules meet over. */
export const callsOf = ({ places }: Clash): readonly string[] => [...new Set(places.map(({ added }) => added.name.value))];

/** Whether others decide for every call that a rule names: what its conditions say is then beside the point. */
export function isOverruled(analysis: Analysis, rule: ProfileRule): boolean {
  const decided = new Set<string>();
  for (const { kind, added, older, places } of clashesOf(analysis)) {
    if ((kind === 'later' || kind === 'wider') && added === rule) for (const place of places) decided.add(place.added.name.value);
    if (kind === 'swallowed' && older === rule) for (const place of places) decided.add(place.older.name.value);
  }
  return decided.size > 0 && namesOf(rule).every(({ value }) => decided.has(value));
}
