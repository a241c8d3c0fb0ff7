import { findSyscall } from '../../../knowledge';
import { type Analysis, analysisOf } from '../analysis';
import { baseline } from '../baseline';
import { type ArgumentComparison, alternativesOf, comparisonOf } from '../comparison';
import { type NewRule, plainComparison } from '../edits';
import type { ActiveRule } from '../resolve';
import { isAllowed } from '../wording';
import type { ActionName } from '../words';
import type { ActionScene } from './scene';

/** The default of the runtime that reads the profile, for the same host. */
export function runtimeDefault({ part, context }: ActionScene): Analysis | undefined {
  const standard = baseline(part, context);
  return standard && analysisOf(standard.part, context);
}

/** A rule as it would be written for one call in the OCI format, without the conditions that have been decided. */
export function plainRule({ verdict, conditions }: ActiveRule, names: readonly string[]): NewRule {
  return {
    names,
    action: verdict.action as ActionName,
    ...(verdict.errno !== undefined && { errnoRet: verdict.errno }),
    ...(conditions.length > 0 && { args: conditions.flatMap((condition) => comparisonOf(condition) ?? []).map(plainComparison) }),
  };
}

/**
 * The rules of a runtime's default that speak of a call, without those that can be spared and are passed by an argument with a high bit
 * set, which the kernel cuts off only after the filter ran.
 */
export function sealedRulesFor(standard: Analysis, call: string): readonly ActiveRule[] {
  const all = rulesFor(standard, call);
  const sealed = all.filter(
    ({ conditions }) =>
      !alternativesOf(conditions)
        .flat()
        .some((comparison) => letsHighBitsThrough(comparison, call)),
  );
  return sealed.some(({ verdict }) => isAllowed(verdict)) ? sealed : all;
}

const openAbove: ReadonlySet<string> = new Set(['SCMP_CMP_GT', 'SCMP_CMP_GE', 'SCMP_CMP_NE']);

export const letsHighBitsThrough = ({ op, arg }: ArgumentComparison, call: string): boolean =>
  openAbove.has(op) && (findSyscall(call)?.args?.[arg]?.bits ?? 64) < 64;

/** The rules of a profile that speak of a call, in its order. */
export const rulesFor = ({ resolved }: Analysis, call: string): readonly ActiveRule[] =>
  resolved.rules.filter(({ names }) => names.some(({ value }) => value === call));

/** The comparisons of every rule that speaks of a call. */
export const comparisonsFor = (analysis: Analysis, call: string): readonly ArgumentComparison[] =>
  rulesFor(analysis, call).flatMap(({ conditions }) => alternativesOf(conditions).flat());
