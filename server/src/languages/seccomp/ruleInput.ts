import type { Context, Report } from '../../core';
import type { Tree } from '../../tree';
import { type Analysis, analysisOf } from './analysis';
import type { ProfileRule } from './model';
import type { SeccompPart } from './part';

/** What a rule reads: the profile, and what the runtime makes of it. */
export interface RuleInput extends Analysis {
  readonly part: SeccompPart;
  readonly tree: Tree;
  readonly context: Context;
}

/** A report about a profile. */
export interface ProfileReport extends Report {
  /** The profile's rule that is wrong, if the loader reads it only when its conditions apply: elsewhere it accepts the file. */
  readonly within?: ProfileRule;
}

/** A check of a part that has a profile; parts without one have other rules. */
export const onProfile = (check: (input: RuleInput) => Iterable<ProfileReport>) =>
  function* (part: SeccompPart, context: Context): Iterable<Report> {
    const analysis = analysisOf(part, context);
    if (!analysis) return;
    for (const report of check({ ...analysis, part, tree: part.tree, context }))
      yield accepted(report, analysis) ? { ...report, severity: 'warning' } : report;
  };

/** Whether the loader on this host passes over the rule that would make it refuse the file. */
const accepted = ({ within, severity = 'error' }: ProfileReport, { resolved }: Analysis): boolean =>
  within !== undefined && severity === 'error' && resolved.passedOver.has(within);
