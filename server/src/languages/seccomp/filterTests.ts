import type { ArgumentComparison } from './comparison';
import type { CallVerdict } from './resolve';
import type { OperatorName } from './words';

/** What libseccomp keeps of a rule that decides: who wrote it, and where. */
export interface Ruling<Origin> {
  readonly verdict: CallVerdict;
  readonly origin: Origin;
}

/**
 * One test of 32 bits of an argument, and what follows when it is true and when it is false. A filter program compares words of
 * 32 bits; a comparison of 64 takes two or three tests.
 */
export interface Test<Origin> {
  readonly arg: number;
  readonly high: boolean;
  readonly op: 'EQ' | 'MASKED_EQ' | 'GT' | 'GE';
  readonly mask: number;
  readonly datum: number;
  /** All bits of the operand. */
  readonly whole: bigint;
  /** Tests of a higher class come first among those of one argument. */
  readonly class: 1 | 2 | 3;
  /** LE and LT: lower operands come first. */
  readonly ascending: boolean;
  yes: FilterBranch<Origin>;
  no: FilterBranch<Origin>;
}

export interface FilterBranch<Origin> {
  ruling?: Ruling<Origin>;
  /** Tests in the order in which they are made; the first that leads to a ruling decides. May be shared by two branches. */
  tests?: Test<Origin>[];
}

const classes: Readonly<Record<OperatorName, 1 | 2 | 3>> = {
  SCMP_CMP_MASKED_EQ: 3,
  SCMP_CMP_EQ: 3,
  SCMP_CMP_NE: 3,
  SCMP_CMP_LE: 2,
  SCMP_CMP_LT: 2,
  SCMP_CMP_GE: 1,
  SCMP_CMP_GT: 1,
};

/** Which word is tested, and for what, relative to the operator that was written. */
const lowTest: Readonly<Record<OperatorName, Test<never>['op']>> = {
  SCMP_CMP_MASKED_EQ: 'MASKED_EQ',
  SCMP_CMP_EQ: 'EQ',
  SCMP_CMP_NE: 'EQ',
  SCMP_CMP_GT: 'GT',
  SCMP_CMP_LE: 'GT',
  SCMP_CMP_GE: 'GE',
  SCMP_CMP_LT: 'GE',
};

const negative: ReadonlySet<OperatorName> = new Set(['SCMP_CMP_NE', 'SCMP_CMP_LE', 'SCMP_CMP_LT']);

/**
 * The tests for a conjunction, ending in `ruling`; undefined when nothing is left to test and the rule always matches.
 *
 * Source: libseccomp src/db.c `_db_rule_gen_arg_64`, `_db_rule_gen_arg_32`.
 */
export function testsFor<Origin>(
  comparisons: readonly ArgumentComparison[],
  bits: 32 | 64,
  ruling: Ruling<Origin>,
): Test<Origin> | undefined {
  let first: Test<Origin> | undefined;
  /** The branches that go on when all comparisons so far match. */
  let open: FilterBranch<Origin>[] = [];
  for (const comparison of [...comparisons].sort((a, b) => a.arg - b.arg)) {
    if (isVacuous(comparison, bits)) continue;
    const made = bits === 64 ? wideTests<Origin>(comparison) : narrowTest<Origin>(comparison);
    first ??= made.first;
    const tests = [made.first];
    for (const branch of open) branch.tests = tests;
    open = made.held;
  }
  for (const branch of open) branch.ruling = ruling;
  return first;
}

const low = (value: bigint): number => Number(BigInt.asUintN(32, value));
const highOf = (value: bigint): number => Number(value >> 32n);

/** A mask without bits asks nothing. */
const isVacuous = ({ op, value }: ArgumentComparison, bits: 32 | 64): boolean =>
  op === 'SCMP_CMP_MASKED_EQ' && (bits === 64 ? value === 0n : low(value) === 0);

interface Made<Origin> {
  readonly first: Test<Origin>;
  readonly held: FilterBranch<Origin>[];
}

function wideTests<Origin>(comparison: ArgumentComparison): Made<Origin> {
  const { op } = comparison;
  const below = test<Origin>(comparison, false, lowTest[op]);
  const outcome = negative.has(op) ? below.no : below.yes;
  if (classes[op] === 3) {
    const above = test<Origin>(comparison, true, lowTest[op]);
    above.yes.tests = [below];
    return { first: above, held: op === 'SCMP_CMP_NE' ? [above.no, below.no] : [outcome] };
  }
  const greater = test<Origin>(comparison, true, 'GT');
  const equal = test<Origin>(comparison, true, 'EQ');
  greater.no.tests = [equal];
  equal.yes.tests = [below];
  return { first: greater, held: negative.has(op) ? [equal.no, below.no] : [greater.yes, below.yes] };
}

function narrowTest<Origin>(comparison: ArgumentComparison): Made<Origin> {
  const only = test<Origin>(comparison, false, lowTest[comparison.op]);
  return { first: only, held: [negative.has(comparison.op) ? only.no : only.yes] };
}

function test<Origin>({ arg, op, value, valueTwo }: ArgumentComparison, high: boolean, tested: Test<Origin>['op']): Test<Origin> {
  const word = high ? highOf : low;
  const masked = op === 'SCMP_CMP_MASKED_EQ';
  const whole = masked ? valueTwo : value;
  const mask = masked ? word(value) : 0xffff_ffff;
  return {
    arg,
    high,
    op: tested,
    mask,
    datum: (word(whole) & mask) >>> 0,
    whole,
    class: classes[op],
    ascending: classes[op] === 2,
    yes: {},
    no: {},
  };
}

/** Whether the test is true of a call. */
export function isTrue({ arg, high, op, mask, datum }: Test<unknown>, args: readonly bigint[]): boolean {
  const value = args[arg] ?? 0n;
  const word = (high ? highOf(value) : low(value)) & mask;
  const masked = word >>> 0;
  return op === 'GT' ? masked > datum : op === 'GE' ? masked >= datum : masked === datum;
}

export const sameTest = (a: Test<unknown>, b: Test<unknown>): boolean =>
  a.arg === b.arg && a.high === b.high && a.op === b.op && a.datum === b.datum && a.mask === b.mask;

/** Whether `a` is made only after `b` (libseccomp src/db.c `_db_chain_lt`); both may be false, then the older comes first. */
export function comesAfter(a: Test<unknown>, b: Test<unknown>): boolean {
  const place = (test: Test<unknown>) => test.arg * 2 + (test.high ? 1 : 0);
  if (place(a) !== place(b)) return place(a) < place(b);
  if (a.class !== b.class) return a.class < b.class;
  return a.ascending ? a.datum > b.datum : a.datum < b.datum;
}
