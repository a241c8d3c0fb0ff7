import type { Answer, Change, Lines, Span } from '../core';
import { type CheckedFile, countFindings, linesIn } from './checkedFile';
import { fingerprintsOf } from './fingerprint';

/** JSON with an escape for each character that a terminal or the runner of a job acts on; to a reader of JSON it is the same. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent)
    .replace(/[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escaped)
    .replaceAll('##[', '##\\u005b');

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

const rangeOf = (lines: Lines, span: Span) => ({ start: lines.positionAt(span.start), end: lines.positionAt(span.end) });

/** The JSON of `confine check`: positions count from 0, characters in UTF-16 units. */
export function findingsAsJson(files: readonly CheckedFile[]): string {
  const report = {
    version: 1,
    files: files.map((file) => ({
      path: file.path,
      language: file.language,
      ...(file.skipped !== undefined && { skipped: file.skipped }),
      ...(file.partial !== undefined && { partial: file.partial }),
      findings: file.findings.map((finding) => ({
        code: finding.code,
        severity: finding.severity,
        message: finding.message,
        range: rangeOf(linesIn(file), finding.span),
        ...(finding.standard && { standard: finding.standard }),
        ...(finding.language !== undefined && { language: finding.language }),
        help: finding.help,
        fingerprint: fingerprintsOf(file).get(finding),
        fixes: finding.fixes,
      })),
    })),
    summary: countFindings(files),
  };
  return `${jsonText(report, 2)}\n`;
}

/** The JSON of `confine diff`. */
export const changesAsJson = (...report: Parameters<typeof changesReport>): string => `${jsonText(changesReport(...report), 2)}\n`;

export function changesReport(title: string, changes: readonly Change[], lines: Lines, baselineLines?: Lines): object {
  return {
    version: 1,
    against: title,
    changes: changes.map(({ span, baselineSpan, weight: _, ...change }) => ({
      ...change,
      ...(span && { range: rangeOf(lines, span) }),
      ...(baselineSpan && baselineLines && { baselineRange: rangeOf(baselineLines, baselineSpan) }),
    })),
  };
}

/** One line of `confine explain --format json`. */
export function answerAsJson(query: unknown, answer: Answer | undefined, lines: Lines): string {
  const about = typeof query === 'string' ? { query } : (query as object);
  return jsonText({ ...about, ...answer?.json, ...(answer?.by && { by: { range: rangeOf(lines, answer.by) } }) });
}
