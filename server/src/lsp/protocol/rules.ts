/** The rules and their pages. */

/** Client to server. Carries nothing, answers `RuleSummary[]`. */
export const rulesRequest = 'confine/rules';

export interface RuleSummary {
  readonly code: string;
  readonly title: string;
}

/** Client to server. Carries `{ code }`, answers `RulePage` or null for an unknown code. */
export const ruleRequest = 'confine/rule';

export interface RulePage {
  readonly code: string;
  readonly markdown: string;
}
