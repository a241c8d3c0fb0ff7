import { Work, workLimits } from '../../core';
import { type Architecture, findSyscall, type NumberedArchitecture, numberedArchitectures, syscallNumbers } from '../../knowledge';
import { type ArgumentComparison, alternativesOf } from './comparison';
import { mergeTests, type Tell } from './filterMerge';
import { isTrue, type Ruling, type Test, testsFor } from './filterTests';
import type { TextValue } from './model';
import { type ActiveRule, type CallVerdict, type Resolved, type RuleEffect, sameVerdict } from './resolve';
import { subcalls } from './subcalls';

/** Where something in a filter comes from, without its place in the text (`placed`), so that it is the same as long as the rule's text is. */
export interface RuleOrigin {
  readonly effect: RuleEffect;
  /** Place among the rule's names. */
  readonly at: number;
  /** What is written there. */
  readonly call: string;
}

/** The same at its place in the text. */
export interface PlacedOrigin {
  readonly active: ActiveRule;
  readonly name: TextValue;
}

export function placed({ effect, at }: RuleOrigin, resolved: Resolved): PlacedOrigin {
  const active = resolved.active(effect);
  return { active, name: active.names[at] as TextValue };
}

/** What libseccomp did with a rule that it did not simply add. */
export interface Collision {
  /**
   * `later`: an unconditional rule was there, the new one is dropped. `swallowed`: the new one is unconditional, conditional
   * ones are deleted. `conflict`: the same condition has another verdict, the filter is not made. `wider`: a rule with fewer of the
   * same conditions was there, the new one is dropped.
   */
  readonly kind: 'later' | 'swallowed' | 'conflict' | 'wider';
  readonly added: RuleOrigin;
  readonly older: RuleOrigin;
  /** The system call, where the rule names another: `socketcall` for `socket`. */
  readonly call: string;
}

/** What a filter does with one call. */
export interface CallEntry {
  readonly always?: Ruling<RuleOrigin>;
  readonly tests: readonly Test<RuleOrigin>[];
  /** Conditional rules so far. */
  readonly conditional: readonly ConditionalRule[];
}

interface ConditionalRule {
  readonly origin: RuleOrigin;
  readonly verdict: CallVerdict;
  readonly comparisons: readonly ArgumentComparison[];
}

/**
 * A call with the rules that name it. What libseccomp makes of them depends on nothing else, so that an edit has only those calls merged again that it is
 * about; and a call without conditions is merged when it is asked for.
 */
export class MergedCall implements CallEntry {
  #merged?: MergedRules;
  /** Rules can only be refused, or meet as conditions, where several have some, and no rule without is before them. */
  readonly mayConflict: boolean;

  constructor(
    private readonly abi: Architecture,
    readonly call: string,
    /** In the order of the profile. */
    readonly uses: readonly CallUse[],
    private readonly limit: number = workLimits.mergedConditions,
  ) {
    const [first, second] = uses;
    this.mayConflict = first !== undefined && second !== undefined && isConditional(first) && isConditional(second);
  }

  get always(): Ruling<RuleOrigin> | undefined {
    return this.merged.always;
  }

  get tests(): readonly Test<RuleOrigin>[] {
    return this.merged.tests;
  }

  get conditional(): readonly ConditionalRule[] {
    return this.merged.conditional;
  }

  get collisions(): readonly Collision[] {
    return this.uses.length > 1 ? this.merged.collisions : nothing;
  }

  /** Steps of merging. */
  get spent(): number {
    return this.mayConflict ? this.merged.spent : 0;
  }

  private get merged(): MergedRules {
    this.#merged ??= merge(this.abi, this.call, this.uses, new Work(this.limit));
    return this.#merged;
  }
}

interface MergedRules extends CallEntry {
  readonly collisions: readonly Collision[];
  readonly spent: number;
}

const nothing: readonly Collision[] = [];

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
  /** Stands for the filter without keeping it alive. */
  readonly token: object;
  /** The calls that alone differ from another filter. */
  readonly changed?: { readonly from: object; readonly calls: ReadonlySet<string> };
}

/** How many calls were merged, for tests: the work must follow the change. */
export const mergedCalls = { count: 0 };

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
    const merged = all.length ? new MergedCall(abi, call, all) : undefined;
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
        [...calls].map(([call, { uses }]) => {
          const merged = new MergedCall(abi, call, uses, left);
          left = Math.max(0, left - merged.spent);
          return [call, merged];
        }),
      ),
  );
}

/** Something that a rule adds to a call on an ABI. */
export interface CallUse {
  /** The call of the filter: `socketcall` for `socket`. */
  readonly call: string;
  readonly effect: RuleEffect;
  /** Place among the rule's names. */
  readonly at: number;
  readonly name: string;
  /** The first argument of the multiplexer. */
  readonly number?: ArgumentComparison;
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

const isConditional = ({ number, effect }: CallUse): boolean => number !== undefined || effect.isConditional;

function merge(abi: Architecture, call: string, uses: readonly CallUse[], work: Work): MergedRules {
  mergedCalls.count++;
  const collisions: Collision[] = [];
  const entry: Merging = { tests: [], conditional: [] };
  const only = hasCall(abi, call) ? undefined : 'conflict';
  for (const { effect, at, name, number } of uses) {
    const ruling = rulingOf(effect, at, name);
    const tell: Tell<RuleOrigin, 'later' | 'swallowed'> = (kind, older) => {
      if (only === undefined || kind === only) collisions.push({ kind, added: ruling.origin, older, call });
    };
    const alternatives = effect.isConditional ? alternativesOf(effect.rule.args) : unconditional;
    for (const comparisons of alternatives)
      add(entry, number ? [number, ...comparisons.filter(({ arg }) => arg !== 0)] : comparisons, ruling, { bits: abi.bits, work }, tell);
  }
  return { ...entry, collisions, spent: work.spent };
}

const unconditional: readonly (readonly ArgumentComparison[])[] = [[]];

/** One for the filters of all ABIs. */
function rulingOf(effect: RuleEffect, at: number, call: string): Ruling<RuleOrigin> {
  const rulings = effect.rulings as Ruling<RuleOrigin>[];
  rulings[at] ??= { verdict: effect.verdict, origin: { effect, at, call } };
  return rulings[at];
}

/** A call while its rules are added. */
interface Merging {
  always?: Ruling<RuleOrigin>;
  readonly tests: Test<RuleOrigin>[];
  readonly conditional: ConditionalRule[];
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

function add(
  entry: Merging,
  comparisons: readonly ArgumentComparison[],
  ruling: Ruling<RuleOrigin>,
  { bits, work }: { readonly bits: 32 | 64; readonly work: Work },
  tell: Tell<RuleOrigin, 'later' | 'swallowed'>,
): void {
  if (entry.always) {
    tell('later', entry.always.origin);
    return;
  }
  const test = comparisons.length ? testsFor(comparisons, bits, ruling) : undefined;
  if (!test) {
    for (const { origin } of entry.conditional) tell('swallowed', origin);
    entry.always = ruling;
    entry.tests.length = 0;
    return;
  }
  mergeTests(entry.tests, test, ruling, tell, work);
  entry.conditional.push({ origin: ruling.origin, verdict: ruling.verdict, comparisons });
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
