import { type Severity, severityRank } from './finding';
import type { Category, Preset, Rule } from './rule';

export const presets: readonly Preset[] = ['essential', 'recommended', 'strict'];

/** The first preset that has findings of this severity. */
const presetOfSeverity = (severity: Severity, category: Category): Preset => {
  if (severity === 'error' || (severity === 'warning' && category === 'security')) return 'essential';
  return severity === 'hint' ? 'strict' : 'recommended';
};

/** The first preset that has a rule. */
export const presetOf = ({ preset, severity, category }: Pick<Rule<never>, 'preset' | 'severity' | 'category'>): Preset =>
  preset ?? presetOfSeverity(severity, category);

/** Whether a preset reports a finding of a rule: of each severity, at least what the rule's own has; errors always. */
export function reports(preset: Preset, rule: Pick<Rule<never>, 'preset' | 'severity' | 'category'>, severity: Severity): boolean {
  const includes = (first: Preset) => presets.indexOf(first) <= presets.indexOf(preset);
  if (includes(presetOf(rule))) return true;
  return severityRank(severity) > severityRank(rule.severity) && includes(presetOfSeverity(severity, rule.category));
}
