import { applyEdits, type Context, editsOf, type Fix, type Span } from '../core';
import { type Checked, check } from './check';
import type { Document } from './document';
import { ruleOf } from './registry';
import type { RuleSettings } from './settings';

/** A fix with the finding that it is offered for. */
export interface OfferedFix {
  readonly finding: Checked;
  readonly fix: Fix;
}

/** What a fix is judged by. */
export interface Trial {
  readonly document: Document;
  readonly context: Context;
  readonly settings: RuleSettings;
}

/**
 * Whether a fix does what it says: the text with the fix is read again, the finding must be gone, and no error may be new. Of a fix that
 * changes another file only the second is asked, because the finding goes when the workspace has read that file.
 */
export const isVerified = (trial: Trial, finding: Checked, fix: Fix): Promise<boolean> => areVerified(trial, [{ finding, fix }]);

/** Whether an edit that was asked for without a finding leaves the text without a new error. */
export async function isHarmless({ document, context, settings }: Trial, fix: Fix): Promise<boolean> {
  const after = await document.reread(applyEdits(document.source.text, editsOf(fix)));
  return after !== undefined && !isWorse([], check(document, context, settings), check(after, context, settings));
}

/** Whether several fixes, made at once, do what they say. */
export async function areVerified({ document, context, settings }: Trial, all: readonly OfferedFix[]): Promise<boolean> {
  const edits = all.flatMap(({ fix }) => editsOf(fix));
  const after = edits.length ? await document.reread(applyEdits(document.source.text, edits)) : document;
  if (!after) return false;
  const [old, now] = [check(document, context, settings), check(after, context, settings)];
  const gone = all.every(({ finding, fix }) => fix.others !== undefined || isGone(finding, old, now, edits));
  const cured = all.map(({ finding }) => finding);
  return gone && !isWorse(cured, old, now);
}

/** Fewer findings of the rule, or none of it at the place, wherever the edits have moved that. */
function isGone(finding: Checked, old: readonly Checked[], now: readonly Checked[], edits: ReturnType<typeof editsOf>): boolean {
  const own = now.filter(({ code }) => code === finding.code);
  if (own.length < old.filter(({ code }) => code === finding.code).length) return true;
  const start = moved(finding.span, edits);
  return !own.some(({ span }) => span.start === start);
}

function moved({ start }: Span, edits: ReturnType<typeof editsOf>): number {
  let by = 0;
  for (const { span, text } of edits) if (span.end <= start) by += text.length - (span.end - span.start);
  return start + by;
}

/**
 * Whether a text has errors that it did not have, or says a key twice. What cures an error may uncover another that the first one hid, but not two; what
 * repairs the syntax may uncover any.
 */
export function isWorse(cured: readonly Checked[], old: readonly Checked[], now: readonly Checked[]): boolean {
  if (countOf(now, isSyntax) > countOf(old, isSyntax)) return true;
  if (cured.some(({ code }) => ruleOf(code)?.syntax)) return false;
  if (countOf(now, isTwice) > countOf(old, isTwice)) return true;
  if (cured.some(isError)) return countOf(now, isError) > countOf(old, isError);
  const before = errorsByRule(old);
  return [...errorsByRule(now)].some(([code, count]) => count > (before.get(code) ?? 0));
}

/** That a file says a key twice: its readers differ in what they make of it. */
const isTwice = ({ code }: Checked): boolean => code.endsWith('/duplicate-key');

const isError = ({ severity }: Checked): boolean => severity === 'error';

const isSyntax = (finding: Checked): boolean => ruleOf(finding.code)?.syntax === true;

const countOf = (findings: readonly Checked[], wanted: (finding: Checked) => boolean): number => findings.filter(wanted).length;

function errorsByRule(findings: readonly Checked[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of findings.filter(isError)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}
