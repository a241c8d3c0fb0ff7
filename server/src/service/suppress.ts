import { type Finding, memo, type Span } from '../core';

/** What a comment silences: `# confine-ignore pod/privileged: needs the device`. */
interface Suppression {
  readonly codes: readonly string[];
  readonly reason: string;
  /** The comment itself. */
  readonly span: Span;
  /** First and last offset of the lines it speaks of. */
  readonly start: number;
  readonly end: number;
}

const marker = /#[ \t]*confine-ignore(-file)?[ \t]+([a-z]+\/[\w-]+(?:[ \t]*,[ \t]*[a-z]+\/[\w-]+)*)[ \t]*(?::[ \t]*([^\r\n]*))?/g;

/** Suppressions of a part's text; languages without comments have none. */
const suppressionsIn = memo(({ text }: { readonly text: string }): readonly Suppression[] =>
  text.includes('confine-ignore') ? read(text) : [],
);

function read(text: string): readonly Suppression[] {
  return [...text.matchAll(marker)].map((match) => {
    const codes = (match[2] as string).split(',').map((code) => code.trim());
    const reason = (match[3] ?? '').trim();
    const span = { start: match.index, end: match.index + match[0].length };
    if (match[1]) return { codes, reason, span, start: 0, end: text.length };
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    const lineEnd = endOfLine(text, match.index);
    // A comment that has its line for itself speaks of the next line that says something.
    if (text.slice(lineStart, match.index).trim() !== '') return { codes, reason, span, start: lineStart, end: lineEnd };
    let end = lineEnd;
    let line: string;
    do {
      const next = end + 1;
      end = endOfLine(text, next);
      line = text.slice(next, end).trim();
    } while (end < text.length && (line === '' || line.startsWith('#')));
    return { codes, reason, span, start: lineStart, end };
  });
}

function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

/** The findings that no comment silences. A comment without a reason silences nothing, and the finding says so. */
export function unsuppressed<F extends Finding>(part: { readonly text: string }, findings: readonly F[]): readonly F[] {
  const suppressions = suppressionsIn(part);
  if (!suppressions.length) return findings;
  return findings.flatMap((finding) => {
    const by = suppressions.filter((s) => s.codes.includes(finding.code) && s.start <= finding.span.start && finding.span.start <= s.end);
    if (by.some((suppression) => suppression.reason)) return [];
    return by.length
      ? [{ ...finding, message: `${finding.message} The confine-ignore comment gives no reason and does not count.` }]
      : [finding];
  });
}

/** An exception from a rule that a comment makes, for a report. */
export interface Exception extends Pick<Suppression, 'codes' | 'reason' | 'span'> {
  /** The day that the comment names: `# confine-ignore pod/privileged: reads the disk (since 2026-03-14)`. */
  readonly since?: string;
}

export const exceptionsIn = (part: { readonly text: string }): readonly Exception[] =>
  suppressionsIn(part).map(({ codes, reason, span }) => {
    const since = dayIn(reason);
    return { codes, reason, span, ...(since && { since }) };
  });

/** The first date in a text that the calendar has. */
const dayIn = (text: string): string | undefined =>
  text.match(/(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/g)?.find((day) => {
    const date = new Date(`${day}T00:00:00Z`);
    return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
  });

/** The comment that silences a finding, on a line of its own above it. */
export function suppressionComment(text: string, offset: number, code: string): { readonly at: number; readonly text: string } {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  return { at: lineStart, text: `${indent}# confine-ignore ${code}: ` };
}
