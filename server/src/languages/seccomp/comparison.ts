import type { ArgumentCondition } from './model';
import { findOperator, type OperatorName } from './words';

/** A condition with Go's zero for what it leaves out. */
export interface ArgumentComparison {
  readonly arg: number;
  readonly op: OperatorName;
  /** The mask of MASKED_EQ. */
  readonly value: bigint;
  readonly valueTwo: bigint;
  /** Absent where libseccomp adds the comparison itself. */
  readonly condition?: ArgumentCondition;
}

export function comparisonOf(condition: ArgumentCondition): ArgumentComparison | undefined {
  const op = findOperator(condition.op?.value)?.name;
  const arg = Number(condition.index?.value ?? 0n);
  if (!op || arg < 0 || arg > 5) return undefined;
  const unsigned = (value: bigint | undefined) => BigInt.asUintN(64, value ?? 0n);
  return { arg, op, value: unsigned(condition.value?.value), valueTwo: unsigned(condition.valueTwo?.value), condition };
}

/**
 * The conjunctions that a rule's conditions stand for. libseccomp takes one comparison for each argument; where an index
 * repeats, the runtimes make a rule of every condition, so that all of them are alternatives.
 *
 * Source: runc libcontainer/seccomp/seccomp_linux.go `matchCall`; crun src/libcrun/seccomp.c.
 */
export function alternativesOf(conditions: readonly ArgumentCondition[]): readonly (readonly ArgumentComparison[])[] {
  const comparisons = conditions.flatMap((condition) => comparisonOf(condition) ?? []);
  return repeatsIndex(comparisons) ? comparisons.map((comparison) => [comparison]) : [comparisons];
}

export const repeatsIndex = (comparisons: readonly ArgumentComparison[]): boolean =>
  new Set(comparisons.map(({ arg }) => arg)).size < comparisons.length;

export function isMet({ op, arg, value, valueTwo }: ArgumentComparison, args: readonly bigint[], bits: 32 | 64 = 64): boolean {
  const cut = (number: bigint) => (bits === 64 ? number : BigInt.asUintN(32, number));
  return findOperator(op)?.isMet(cut(args[arg] ?? 0n), cut(value), cut(valueTwo)) ?? false;
}
