import { workLimits } from '../../core';
import { type Architecture, findSyscall, type NumberedArchitecture, numberedArchitectures, syscallNumbers } from '../../knowledge';
import type { ArgumentComparison } from './comparison';
import { isTrue, type Ruling, type Test } from './filterTests';
import { type CallUse, type Collision, MergedCall, type RuleOrigin } from './mergedCall';
import type { TextValue } from './model';
import { type ActiveRule, type CallVerdict, type Resolved, type RuleEffect, sameVerdict } from './resolve';
import { subcalls } from './subcalls';

/** The same at its place in the text. */
export interface PlacedOrigin {
  readonly active: ActiveRule;
  readonly name: TextValue;
}

export function placed({ effect, at }: RuleOrigin, resolved: Resolved): PlacedOrigin {
  const active = resolved.active(effect);
  return { active, name: active.names[at] as TextValue };
}

type MergedCalls = ReadonlyMap<string, MergedCall>;

/** The filter of one ABI: what libseccomp makes of a profile's rules. */
export interface Filter {
  readonly abi: Architecture;
  readonly default: CallVerdict;
  /** In the order in which the profile names them first. */
  readonly entries: MergedCalls;
  /** Where nothing is multiplexed, libseccomp merges rules for calls that the ABI hasn't too, and so refuses some of them. */
  readonly absent: MergedCalls;
  /** The rules were too many to find out all of that. */
  readonly isCut: boolean;
  /** What it was made of. */
  readonly effects: readonly RuleEffect[];
  /** Steps of merging. */
  readonly spent: number;
  /** The identity of the filter, which doesn't keep it alive. */
  readonly token: object;
  /** The calls that alone differ from another filter. */
  readonly changed?: { readonly from: object; readonly calls: ReadonlySet<string> };
}

/**
 * Adds the rules in the profile's order, as runc and crun do. Of `before`, a filter of the same ABI, the calls are taken over that no other rule names now.
 *
 * Source: runc libcontainer/seccomp/seccomp_linux.go `InitSeccomp`; libseccomp src/db.c `db_rule_add`.
 */
export function compile(resolved: Resolved, abi: Architecture, before?: Filter): Filter {
  const effects = resolved.rules.flatMap(({ effect }) => (sameVerdict(effect.verdict, resolved.default) ? [] : [effect]));
  const isSame = before !== undefined && sameVerdict(before.default, resolved.default);
  const former = isSame && !before.isCut ? before : { effects: [], entries: none, absent: none, spent: 0 };
  const { removed, added } = differenceOf(former.effects, effects);
  const changed = new Map<string, CallUse[]>();
  for (const effect of removed) for (const { call } of usesOn(abi, effect)) changed.set(call, []);
  for (const effect of added)
    for (const use of usesOn(abi, effect)) {
      const uses = changed.get(use.call);
      if (uses) uses.push(use);
      else changed.set(use.call, [use]);
    }
  const gone = new Set(removed);
  const next = { entries: new Map(former.entries), absent: new Map(former.absent) };
  const moved = { entries: false, absent: false };
  const rankOf = ({ effect, at }: CallUse) => resolved.active(effect).rule.index * 2 ** 24 + at;
  const made: MergedCall[] = [];
  let { spent } = former;
  for (const [call, uses] of changed) {
    const place = hasCall(abi, call) ? 'entries' : 'absent';
    const known = next[place].get(call);
    const kept = (known?.uses ?? []).filter(({ effect }) => !gone.has(effect));
    const [first] = uses;
    const own = first ? kept.findIndex((use) => rankOf(use) > rankOf(first)) : -1;
    const all = own < 0 ? [...kept, ...uses] : kept.toSpliced(own, 0, ...uses);
    if (!all[0] || all[0] !== known?.uses[0] || gone.has(all[0].effect)) moved[place] = true;
    const merged = all.length ? new MergedCall(abi, call, all, place === 'absent') : undefined;
    if (merged) next[place].set(call, merged);
    else next[place].delete(call);
    if (merged) made.push(merged);
    spent -= known?.spent ?? 0;
  }
  for (const place of ['entries', 'absent'] as const) if (moved[place]) next[place] = inOrder(next[place], rankOf);
  for (const merged of made) if (spent <= workLimits.mergedConditions) spent += merged.spent;
  const filter = filterOf(abi, resolved.default, effects, next, spent);
  return former === before && !filter.isCut ? { ...filter, changed: { from: before.token, calls: new Set(changed.keys()) } } : filter;
}

const none: MergedCalls = new Map();

/** What rules of a filter keep from loading. */
export const conflictsIn = ({ entries, absent }: Filter): readonly Collision[] =>
  [entries, absent].flatMap((calls) =>
    [...calls.values()].flatMap((merged) => (merged.mayConflict ? merged.collisions.filter(({ kind }) => kind === 'conflict') : [])),
  );

/** What only one of two lists has between what they begin and what they end with. */
function differenceOf<T>(before: readonly T[], now: readonly T[]): { readonly removed: readonly T[]; readonly added: readonly T[] } {
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start++;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === now[now.length - 1 - end]) end++;
  return { removed: before.slice(start, before.length - end), added: now.slice(start, now.length - end) };
}

function inOrder(calls: MergedCalls, rankOf: (use: CallUse) => number): Map<string, MergedCall> {
  const ranked = [...calls].map(([call, merged]) => ({ call, merged, rank: rankOf(merged.uses[0] as CallUse) }));
  ranked.sort((a, b) => a.rank - b.rank || (a.call < b.call ? -1 : 1));
  return new Map(ranked.map(({ call, merged }) => [call, merged]));
}

function filterOf(
  abi: Architecture,
  standard: CallVerdict,
  effects: readonly RuleEffect[],
  calls: { readonly entries: MergedCalls; readonly absent: MergedCalls },
  spent: number,
): Filter {
  const isCut = spent > workLimits.mergedConditions;
  const [entries = none, absent = none] = isCut ? cut(abi, [calls.entries, calls.absent]) : [calls.entries, calls.absent];
  return { abi, default: standard, entries, absent, isCut, effects, spent, token: {} };
}

/** The steps are for all calls of a filter, in their order: what a call gets must not depend on what was edited last. */
function cut(abi: Architecture, lists: readonly MergedCalls[]): readonly MergedCalls[] {
  let left: number = workLimits.mergedConditions;
  return lists.map(
    (calls) =>
      new Map(
        [...calls].map(([call, { uses, absent }]) => {
          const merged = new MergedCall(abi, call, uses, absent, left);
          left = Math.max(0, left - merged.spent);
          return [call, merged];
        }),
      ),
  );
}

/** Kept with what the rule says. */
function usesOn(abi: Architecture, effect: RuleEffect): readonly CallUse[] {
  const known = effect.uses.get(abi) as readonly CallUse[] | undefined;
  if (known) return known;
  const uses: CallUse[] = [];
  for (const [at, { value: name }] of effect.names.entries()) {
    if (!findSyscall(name)) continue;
    const sub = subcallOn(abi, name);
    const own = hasCall(abi, name);
    if (sub) uses.push({ call: sub.through, effect, at, name, number: sub.number });
    if (own || (!sub && !abi.multiplexed)) uses.push({ call: name, effect, at, name });
  }
  effect.uses.set(abi, uses);
  return uses;
}

/** Whether an ABI has a call of its own by that name; where no numbers are known, any known call. */
export function hasCall(abi: Architecture, name: string): boolean {
  const table = numbersOf(abi);
  return table ? table.has(name) : findSyscall(name) !== undefined;
}

export function numbersOf({ name }: Architecture): ReadonlyMap<string, number> | undefined {
  const numbered = name === 'ppc64' ? 'ppc64le' : name;
  return (numberedArchitectures as readonly string[]).includes(numbered) ? syscallNumbers(numbered as NumberedArchitecture) : undefined;
}

/**
 * On ABIs with `socketcall` and `ipc` a rule for one of their calls is added twice: to the call itself, where it exists, and to the
 * multiplexer with the number of the call as first argument, whatever the rule says of that argument.
 *
 * Source: libseccomp src/syscalls.c `abi_rule_add`.
 */
function subcallOn(abi: Architecture, name: string): { readonly through: string; readonly number: ArgumentComparison } | undefined {
  const sub = abi.multiplexed ? subcalls.get(name) : undefined;
  if (!sub || !hasCall(abi, sub.through)) return undefined;
  return { through: sub.through, number: { arg: 0, op: 'SCMP_CMP_EQ', value: BigInt(sub.number), valueTwo: 0n } };
}

/** The first branch that leads to a ruling; undefined when none does and the default action decides. */
export function firstRuling(tests: readonly Test<RuleOrigin>[], args: readonly bigint[]): Ruling<RuleOrigin> | undefined {
  for (const test of tests) {
    const side = isTrue(test, args) ? test.yes : test.no;
    const found = side.ruling ?? (side.tests && firstRuling(side.tests, args));
    if (found) return found;
  }
  return undefined;
}
