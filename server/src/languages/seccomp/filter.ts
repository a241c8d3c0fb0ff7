import { Work, workLimits } from '../../core';
import { type Architecture, findSyscall, type NumberedArchitecture, numberedArchitectures, syscallNumbers } from '../../knowledge';
import { type ArgumentComparison, alternativesOf } from './comparison';
import { mergeTests, type Tell } from './filterMerge';
import { isTrue, type Ruling, type Test, testsFor } from './filterTests';
import type { TextValue } from './model';
import { type ActiveRule, type CallVerdict, type Resolved, sameVerdict } from './resolve';
import { subcalls } from './subcalls';

/** Where something in a filter comes from. */
export interface RuleOrigin {
  readonly active: ActiveRule;
  /** The name in the rule's list. */
  readonly name: TextValue;
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

interface CallEntry {
  always?: Ruling<RuleOrigin>;
  readonly tests: Test<RuleOrigin>[];
  /** Conditional rules so far. */
  readonly conditional: {
    readonly origin: RuleOrigin;
    readonly verdict: CallVerdict;
    readonly comparisons: readonly ArgumentComparison[];
  }[];
}

/** The filter of one ABI: what libseccomp makes of a profile's rules. */
export interface Filter {
  readonly abi: Architecture;
  readonly default: CallVerdict;
  readonly entries: ReadonlyMap<string, Readonly<CallEntry>>;
  readonly collisions: readonly Collision[];
  /** The rules were too many to find out all of that. */
  readonly isCut: boolean;
}

/**
 * Adds the rules in the profile's order, as runc and crun do.
 *
 * Source: runc libcontainer/seccomp/seccomp_linux.go `InitSeccomp`; libseccomp src/db.c `db_rule_add`.
 */
export function compile(resolved: Resolved, abi: Architecture): Filter {
  const entries = new Map<string, CallEntry>();
  // Where nothing is multiplexed, libseccomp merges rules for calls that the ABI hasn't too, and so refuses some of them.
  const absent = new Map<string, CallEntry>();
  const collisions: Collision[] = [];
  const work = new Work(workLimits.mergedConditions);
  for (const active of resolved.rules) {
    if (sameVerdict(active.verdict, resolved.default)) continue;
    const alternatives = alternativesOf(active.conditions);
    for (const name of active.names) {
      if (!findSyscall(name.value)) continue;
      for (const comparisons of alternatives) {
        const ruling = { verdict: active.verdict, origin: { active, name } };
        const places = placesOf(name.value, comparisons, abi);
        for (const { call, with: own } of places)
          add(entryOf(entries, call), own, ruling, { bits: abi.bits, work }, (kind, older) =>
            collisions.push({ kind, added: ruling.origin, older, call }),
          );
        if (places.length || abi.multiplexed) continue;
        add(entryOf(absent, name.value), comparisons, ruling, { bits: abi.bits, work }, (kind, older) => {
          if (kind === 'conflict') collisions.push({ kind, added: ruling.origin, older, call: name.value });
        });
      }
    }
  }
  return { abi, default: resolved.default, entries, collisions, isCut: work.isUsedUp };
}

function entryOf(entries: Map<string, CallEntry>, call: string): CallEntry {
  const entry = entries.get(call) ?? { tests: [], conditional: [] };
  entries.set(call, entry);
  return entry;
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
function placesOf(name: string, comparisons: readonly ArgumentComparison[], abi: Architecture) {
  const own = hasCall(abi, name) ? [{ call: name, with: comparisons }] : [];
  const sub = abi.multiplexed ? subcalls.get(name) : undefined;
  if (!sub || !hasCall(abi, sub.through)) return own;
  const number: ArgumentComparison = { arg: 0, op: 'SCMP_CMP_EQ', value: BigInt(sub.number), valueTwo: 0n };
  return [{ call: sub.through, with: [number, ...comparisons.filter(({ arg }) => arg !== 0)] }, ...own];
}

function add(
  entry: CallEntry,
  comparisons: readonly ArgumentComparison[],
  ruling: Ruling<RuleOrigin>,
  { bits, work }: { readonly bits: 32 | 64; readonly work: Work },
  tell: Tell<RuleOrigin, 'later' | 'swallowed'>,
): void {
  if (entry.always) {
    tell('later', entry.always.origin);
    return;
  }
  const test = testsFor(comparisons, bits, ruling);
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
