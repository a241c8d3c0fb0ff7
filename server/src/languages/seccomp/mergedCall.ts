import { Work, workLimits } from '../../core';
import type { Architecture } from '../../knowledge';
import { type ArgumentComparison, alternativesOf } from './comparison';
import { mergeTests, type Tell } from './filterMerge';
import { type Ruling, type Test, testsFor } from './filterTests';
import type { CallVerdict, RuleEffect } from './resolve';

/** Where something in a filter comes from, without its place in the text (`placed`), so that it is the same as long as the rule's text is. */
export interface RuleOrigin {
  readonly effect: RuleEffect;
  /** Place among the rule's names. */
  readonly at: number;
  /** What is written there. */
  readonly call: string;
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
    readonly abi: Architecture,
    readonly call: string,
    /** In the order of the profile. */
    readonly uses: readonly CallUse[],
    /** The ABI hasn't the call: of what is merged only conflicts count. */
    readonly absent: boolean,
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
    this.#merged ??= merge(this, new Work(this.limit));
    return this.#merged;
  }
}

interface MergedRules extends CallEntry {
  readonly collisions: readonly Collision[];
  readonly spent: number;
}

const nothing: readonly Collision[] = [];

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

/** How many calls were merged, for tests: the work must follow the change. */
export const mergedCalls = { count: 0 };

const isConditional = ({ number, effect }: CallUse): boolean => number !== undefined || effect.isConditional;

function merge({ abi, call, uses, absent }: MergedCall, work: Work): MergedRules {
  mergedCalls.count++;
  const collisions: Collision[] = [];
  const entry: Merging = { tests: [], conditional: [] };
  const only = absent ? 'conflict' : undefined;
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
