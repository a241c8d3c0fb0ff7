import type { Analysis } from '../analysis';
import { type ArgumentComparison, alternativesOf, isMet } from '../comparison';
import { type CallVerdict, sameVerdict } from '../resolve';
import { maxValue } from '../words';

/** What a profile says of one call: verdicts under conditions, else another. */
export interface CallBranches {
  readonly branches: readonly CallBranch[];
  readonly otherwise: CallVerdict;
}

/** All comparisons match. */
export interface CallBranch {
  readonly comparisons: readonly ArgumentComparison[];
  readonly verdict: CallVerdict;
}

/** Which of two verdicts counts. */
export type PickVerdict = (a: CallVerdict, b: CallVerdict) => CallVerdict;

const unfiltered: CallVerdict = { action: 'SCMP_ACT_ALLOW' };

export const defaultOf = ({ resolved }: Analysis): CallVerdict => (resolved.unconfined ? unfiltered : resolved.default);

/** As libseccomp adds the rules of a call: the first without a condition decides alone. */
export function branchesOf(analysis: Analysis, call: string): CallBranches {
  const otherwise = defaultOf(analysis);
  if (analysis.resolved.unconfined) return { branches: [], otherwise };
  const branches: CallBranch[] = [];
  for (const { names, verdict, conditions } of analysis.resolved.rules) {
    if (sameVerdict(verdict, otherwise) || !names.some(({ value }) => value === call)) continue;
    for (const comparisons of alternativesOf(conditions)) {
      if (!comparisons.length) return { branches: [], otherwise: verdict };
      branches.push({ comparisons, verdict });
    }
  }
  return { branches, otherwise };
}

/** The branches of two profiles together. What differs from `otherwise` is all that is to be written. */
export function joined(a: CallBranches, b: CallBranches, pick: PickVerdict): CallBranches {
  const otherwise = pick(a.otherwise, b.otherwise);
  const branches = [
    ...a.branches.flatMap((one) =>
      b.branches.flatMap((two) => {
        const comparisons = conjunction(one.comparisons, two.comparisons);
        return comparisons ? [{ comparisons, verdict: pick(one.verdict, two.verdict) }] : [];
      }),
    ),
    ...a.branches.map(({ comparisons, verdict }) => ({ comparisons, verdict: pick(verdict, b.otherwise) })),
    ...b.branches.map(({ comparisons, verdict }) => ({ comparisons, verdict: pick(a.otherwise, verdict) })),
  ];
  const always = branches.find(({ comparisons }) => comparisons.length === 0);
  if (always) return { branches: [], otherwise: always.verdict };
  const single = withoutRepeated(branches).filter(({ verdict }) => !sameVerdict(verdict, otherwise));
  return { branches: withoutCovered(single), otherwise };
}

/** Of branches under the same conditions the first, in which both profiles have their say. */
function withoutRepeated(branches: readonly CallBranch[]): readonly CallBranch[] {
  const seen = new Set<string>();
  return branches.filter(({ comparisons }) => {
    const key = comparisons.map(keyOf).sort().join();
    return !seen.has(key) && seen.add(key);
  });
}

/** A branch with all the comparisons of another and more says nothing new. */
function withoutCovered(branches: readonly CallBranch[]): readonly CallBranch[] {
  const keys = branches.map(({ comparisons }) => new Set(comparisons.map(keyOf)));
  const covers = (i: number, j: number) =>
    sameVerdict((branches[i] as CallBranch).verdict, (branches[j] as CallBranch).verdict) &&
    [...(keys[i] as Set<string>)].every((key) => (keys[j] as Set<string>).has(key)) &&
    ((keys[i] as Set<string>).size < (keys[j] as Set<string>).size || i < j);
  return branches.filter((_, j) => !branches.some((_, i) => i !== j && covers(i, j)));
}

const keyOf = ({ arg, op, value, valueTwo }: ArgumentComparison): string =>
  `${arg} ${op} ${value} ${op === 'SCMP_CMP_MASKED_EQ' ? valueTwo : ''}`;

/**
 * Both lists of comparisons as one with each argument once, since libseccomp's callers take a repeated argument as alternatives. Undefined where
 * they can't match together, or no list says it.
 */
function conjunction(a: readonly ArgumentComparison[], b: readonly ArgumentComparison[]): readonly ArgumentComparison[] | undefined {
  const byArg = new Map(a.map((comparison) => [comparison.arg, comparison]));
  for (const comparison of b) {
    const other = byArg.get(comparison.arg);
    const both = other ? together(other, comparison) : comparison;
    if (!both) return undefined;
    byArg.set(comparison.arg, both);
  }
  return [...byArg.values()];
}

const upper: readonly string[] = ['SCMP_CMP_LT', 'SCMP_CMP_LE'];
const lower: readonly string[] = ['SCMP_CMP_GT', 'SCMP_CMP_GE'];

/** One comparison for two of the same argument. */
function together(a: ArgumentComparison, b: ArgumentComparison): ArgumentComparison | undefined {
  if (keyOf(a) === keyOf(b)) return a;
  if (a.op === 'SCMP_CMP_EQ') return satisfies(b, a.value) ? a : undefined;
  if (b.op === 'SCMP_CMP_EQ') return satisfies(a, b.value) ? b : undefined;
  if (a.op === 'SCMP_CMP_MASKED_EQ' && b.op === 'SCMP_CMP_MASKED_EQ') {
    if ((a.valueTwo ^ b.valueTwo) & a.value & b.value) return undefined;
    return { ...a, value: a.value | b.value, valueTwo: (a.valueTwo & a.value) | (b.valueTwo & b.value) };
  }
  for (const side of [upper, lower]) if (side.includes(a.op) && side.includes(b.op)) return satisfies(b, edgeOf(a)) ? a : b;
  return undefined;
}

/** The last value that a bound lets through. */
const edgeOf = ({ op, value }: ArgumentComparison): bigint =>
  op === 'SCMP_CMP_LT' ? value - 1n : op === 'SCMP_CMP_GT' ? value + 1n : value;

const satisfies = (comparison: ArgumentComparison, value: bigint): boolean =>
  value >= 0n && value <= maxValue && isMet({ ...comparison, arg: 0 }, [value]);

/** The contrary of one comparison; undefined where there is none. */
function opposite({ op, value, valueTwo, arg }: ArgumentComparison): ArgumentComparison | undefined {
  const plain = opposites[op];
  if (plain) return { arg, op: plain, value, valueTwo };
  const isOneBit = value !== 0n && (value & (value - 1n)) === 0n;
  return isOneBit ? { arg, op, value, valueTwo: (valueTwo & value) ^ value } : undefined;
}

const opposites: Readonly<Partial<Record<ArgumentComparison['op'], ArgumentComparison['op']>>> = {
  SCMP_CMP_EQ: 'SCMP_CMP_NE',
  SCMP_CMP_NE: 'SCMP_CMP_EQ',
  SCMP_CMP_LT: 'SCMP_CMP_GE',
  SCMP_CMP_GE: 'SCMP_CMP_LT',
  SCMP_CMP_GT: 'SCMP_CMP_LE',
  SCMP_CMP_LE: 'SCMP_CMP_GT',
};

/**
 * The same with the profile's default as what is otherwise, as a profile has to say it: exceptions from another verdict become conditions for it.
 * Undefined where that can't be said.
 */
export function against({ branches, otherwise }: CallBranches, standard: CallVerdict): readonly CallBranch[] | undefined {
  if (sameVerdict(otherwise, standard)) return branches;
  if (!branches.length) return [{ comparisons: [], verdict: otherwise }];
  // Only the number of the error differs: the default's will do.
  if (otherwise.action === standard.action) return branches.filter(({ verdict }) => !sameVerdict(verdict, standard));
  const exceptions = branches.map(({ comparisons, verdict }) =>
    comparisons.length === 1 && verdict.action === standard.action ? opposite(comparisons[0] as ArgumentComparison) : undefined,
  );
  let all: readonly ArgumentComparison[] | undefined = [];
  for (const exception of exceptions) all = all && exception && conjunction(all, [exception]);
  return all && [{ comparisons: all, verdict: otherwise }];
}
