import { Work, workLimits } from '../../core';
import { type Architecture, findSyscall, type NumberedArchitecture, numberedArchitectures, syscallNumbers } from '../../knowledge';
import { type ArgumentComparison, alternativesOf } from './comparison';
import { mergeTests, type Tell } from './filterMerge';
import { isTrue, type Ruling, type Test, testsFor } from './filterTests';
import { keptWith, type TextValue } from './model';
import { type ActiveRule, type CallVerdict, type Resolved, sameVerdict } from './resolve';
import { subcalls } from './subcalls';

/** Where something in a filter comes from. */
export interface RuleOrigin {
  readonly active: ActiveRule;
  /** Place among the rule's names. */
  readonly at: number;
  /** What is written there. */
  readonly call: string;
  /** The same with its place in the text. */
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
  const put = (
    into: Map<string, CallEntry>,
    call: string,
    comparisons: readonly ArgumentComparison[],
    ruling: Ruling<RuleOrigin>,
    only?: 'conflict',
  ) =>
    add(entryOf(into, call), comparisons, ruling, { bits: abi.bits, work }, (kind, older) => {
      if (only === undefined || kind === only) collisions.push({ kind, added: ruling.origin, older, call });
    });
  for (const active of resolved.rules) {
    if (sameVerdict(active.verdict, resolved.default)) continue;
    const known = callsOn(abi, active);
    if (!known.length) continue;
    const alternatives = active.rule.said.args.length ? alternativesOf(active.conditions) : unconditional;
    for (const { at, name, own, sub } of known) {
      for (const comparisons of alternatives) {
        const ruling = rulingOf(active, at, name);
        if (sub) put(entries, sub.through, [sub.number, ...comparisons.filter(({ arg }) => arg !== 0)], ruling);
        if (own) put(entries, name, comparisons, ruling);
        if (!own && !sub && !abi.multiplexed) put(absent, name, comparisons, ruling, 'conflict');
      }
    }
  }
  return { abi, default: resolved.default, entries, collisions, isCut: work.isUsedUp };
}

const unconditional: readonly (readonly ArgumentComparison[])[] = [[]];

/** Where the name is written is read when it is asked for. */
class NamedOrigin implements RuleOrigin {
  constructor(
    readonly active: ActiveRule,
    readonly at: number,
    readonly call: string,
  ) {}

  get name(): TextValue {
    return this.active.names[this.at] as TextValue;
  }
}

/** One for the filters of all ABIs. */
function rulingOf(active: ActiveRule, at: number, call: string): Ruling<RuleOrigin> {
  const rulings = active.made as Ruling<RuleOrigin>[];
  rulings[at] ??= { verdict: active.verdict, origin: new NamedOrigin(active, at, call) };
  return rulings[at];
}

/** A name of a rule that libseccomp knows, and where it adds a rule for it on an ABI. */
interface KnownCall {
  /** Place among the rule's names. */
  readonly at: number;
  readonly name: string;
  readonly own: boolean;
  readonly sub: { readonly through: string; readonly number: ArgumentComparison } | undefined;
}

type CallsByAbi = Map<Architecture, readonly KnownCall[]>;

const callsOfNames = (): CallsByAbi => new Map();
const callsOfAll = (): CallsByAbi => new Map();

/** Kept with what the rule says. */
function callsOn(abi: Architecture, { rule, words }: ActiveRule): readonly KnownCall[] {
  const byAbi = keptWith(rule, undefined, words === rule.said.names ? callsOfNames : callsOfAll);
  const calls = byAbi.get(abi) ?? knownCalls(words, abi);
  byAbi.set(abi, calls);
  return calls;
}

const knownCalls = (names: readonly TextValue[], abi: Architecture): readonly KnownCall[] =>
  names.flatMap(({ value: name }, at) => (findSyscall(name) ? [{ at, name, own: hasCall(abi, name), sub: subcallOn(abi, name) }] : []));

function entryOf(entries: Map<string, CallEntry>, call: string): CallEntry {
  const known = entries.get(call);
  if (known) return known;
  const entry: CallEntry = { tests: [], conditional: [] };
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
function subcallOn(abi: Architecture, name: string): KnownCall['sub'] {
  const sub = abi.multiplexed ? subcalls.get(name) : undefined;
  if (!sub || !hasCall(abi, sub.through)) return undefined;
  return { through: sub.through, number: { arg: 0, op: 'SCMP_CMP_EQ', value: BigInt(sub.number), valueTwo: 0n } };
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
