import type { Architecture } from '../../knowledge';
import type { Analysis } from './analysis';
import type { CallVerdict } from './resolve';
import { conjunctionText } from './wording';

export interface CallCondition {
  /** `flags has none of CLONE_NEWUSER (0x10000000)`. */
  readonly when: string;
  readonly verdict: CallVerdict;
}

/** The conditions on arguments that decide about a call; none where the filter decides without them. */
export function conditionsFor(analysis: Analysis, abi: Architecture, call: string): readonly CallCondition[] {
  const entry = analysis.filter(abi)?.entries.get(call);
  if (!entry || entry.always) return [];
  return entry.conditional.map(({ comparisons, verdict }) => ({ when: conjunctionText(comparisons, call), verdict }));
}
