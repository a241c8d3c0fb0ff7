/** Which findings count in a profile that is a template: those that are true whatever its actions give. */

import { type Report, type Rule, type Span, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { problemsOf } from '../syntax/form';
import { statementAt } from '../syntax/locate';

/** Findings about more than one statement, or about where blocks end: in a template with branches they may be wrong. */
const aboutOthers = /^apparmor\/(?:unclosed-block|stray-brace|missing-open-brace|else-without-if|outside-profile|preamble-place)$/;
const alwaysKept = new Set(['apparmor/missing-comma']);

export const inTemplates = (rule: Rule<ApparmorPart>): Rule<ApparmorPart> => ({
  ...rule,
  *check(part, context) {
    if (!part.template) yield* rule.check(part, context);
    else for (const report of rule.check(part, context)) if (counts(part, rule, report)) yield report;
  },
});

function counts(part: ApparmorPart, { code }: Rule<ApparmorPart>, report: Report): boolean {
  if (alwaysKept.has(code)) return true;
  const { template, tree } = part;
  if (!template || (template.branches && aboutOthers.test(code))) return false;
  const located = statementAt(tree, report.span.start);
  if (!located) return false;
  const { statement, start } = located;
  const own =
    statement.bodies.length > 0 ? lineAround(part.text, report.span) : span(start + statement.span.start, start + statement.span.end);
  if (template.actions.some((action) => action.start < own.end && own.start < action.end)) return false;
  // What includes, variables and other rules of the filled-in file say is not known; what is wrong in a statement by itself is.
  const itself = problemsOf(statement).some(({ kind }) => `apparmor/${kind}` === code);
  return itself || code === 'apparmor/not-enforced';
}

function lineAround(text: string, { start, end }: Span): Span {
  const next = text.indexOf('\n', end);
  return span(text.lastIndexOf('\n', start - 1) + 1, next < 0 ? text.length : next);
}
