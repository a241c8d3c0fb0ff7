import type { Authority, Rule } from '../../../core';
import { editsFor } from '../harden/apply';
import { hardeningFix } from '../harden/harden';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import type { PodRefusal, Refuses } from '../validation/refusal';
import { podValidation } from './authority';

interface ApiRule extends Omit<Rule<PodPart>, 'category' | 'severity' | 'sources' | 'check'> {
  readonly sources?: readonly Authority[];
  readonly refuses: readonly Refuses[];
}

/** A rule for what the API server refuses in whole pod specs; the checks themselves are in `validation/`. */
export function refusedByApi({ refuses, sources = [], ...rest }: ApiRule): Rule<PodPart> {
  return {
    ...rest,
    category: 'correctness',
    severity: 'error',
    sources: [podValidation, ...sources],
    *check(part, context) {
      for (const pod of podsOf(part, context)) {
        if (pod.workload.form !== 'pod') continue;
        for (const check of refuses) for (const refusal of check(pod, context)) yield reportOf(part, refusal);
      }
    },
  };
}

function reportOf(part: PodPart, { cure, ...report }: PodRefusal) {
  if (!cure) return report;
  const { title, changes, note } = cure;
  // The file was refused until now: what it permits takes effect only with the fix.
  const fix = () =>
    note === undefined ? [{ title, edits: editsFor(part, changes), safe: false, manual: true }] : hardeningFix(part, changes, title, note);
  return { ...report, cure: fix };
}
