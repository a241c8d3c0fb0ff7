/** The frame of the rules that say what apparmor_parser refuses: the front end finds, the rule explains and repairs. */

import { type Authority, type Context, type Example, type Fix, nearest, type Rule, type Severity, type Span, span } from '../../../core';
import { type ApparmorPart, problemsOfCode } from '../policy/model';
import type { ProblemKind, ProblemOf } from '../syntax/tree';

export interface Refusal<Kind extends ProblemKind> {
  readonly code: `apparmor/${Kind}`;
  readonly title: string;
  readonly since?: string;
  readonly why: string;
  readonly sources?: readonly Authority[];
  readonly example: Example;
  readonly severity?: Severity;
  /** One sentence about this occurrence; `text` is what the span covers. */
  message(problem: ProblemOf<Kind>, text: string, part: ApparmorPart, context: Context): string;
  fixes?(place: Span, problem: ProblemOf<Kind>, part: ApparmorPart, context: Context): readonly (Fix | undefined)[];
}

export const manual: Authority = { title: 'apparmor.d(5)', url: 'https://manpages.debian.org/unstable/apparmor/apparmor.d.5.en.html' };

export const parserSource = (file: string): Authority => ({
  title: `AppArmor, parser/${file}`,
  url: `https://gitlab.com/apparmor/apparmor/-/blob/master/parser/${file}`,
});

export function refusal<Kind extends ProblemKind>(spec: Refusal<Kind>): Rule<ApparmorPart> {
  const { fixes } = spec;
  return {
    code: spec.code,
    title: spec.title,
    category: 'correctness',
    severity: spec.severity ?? 'error',
    reads: spec.code,
    steady: true,
    ...(spec.since && { since: spec.since }),
    why: spec.why,
    sources: spec.sources ?? [manual],
    example: spec.example,
    *check(part, context) {
      for (const problem of problemsOfCode(part, spec.code)) {
        const text = part.text.slice(problem.span.start, problem.span.end);
        yield {
          span: problem.span,
          message: spec.message(problem, text, part, context),
          ...(problem.related && { related: problem.related }),
          ...(fixes && { cure: () => fixes(problem.span, problem, part, context) }),
        };
      }
    },
  };
}

/** Fixes that only repair what upstream refuses: nothing ran before, so nothing can break. */
export const replace = (place: Span, text: string, title = `Write ${text}`): Fix => ({ title, edits: [{ span: place, text }], safe: true });

export const insert = (at: number, text: string, title: string): Fix => replace(span(at, at), text, title);

export const remove = (place: Span, title: string): Fix => replace(place, '', title);

/** Where a conditional that begins at an offset ends: after its value, its list or its name. */
export function conditionAt(text: string, start: number): Span {
  const found = /^\w+(?:\s*=\s*(?:\([^()]*\)|"(?:[^"\\]|\\.)*"|[^\s,()]+)|\s+in\s*\([^()]*\))?/.exec(text.slice(start, start + 4096));
  return span(start, start + (found?.[0].length ?? 0));
}

/** A statement with its line where it has one to itself, and with the blank line after it where none is needed any more. */
export function ownLine(text: string, place: Span): Span {
  const lineStart = text.lastIndexOf('\n', place.start - 1) + 1;
  const lineEnd = text.indexOf('\n', place.end);
  const alone = lineEnd >= 0 && (text.slice(lineStart, place.start) + text.slice(place.end, lineEnd)).trim() === '';
  if (!alone) return place;
  const parted = /^[ \t]*\r?\n/.exec(text.slice(lineEnd + 1, lineEnd + 200));
  const before = text.slice(Math.max(0, lineStart - 200), lineStart);
  const needless = parted && (lineStart === 0 || /(?:\n[ \t]*\r?|\{[ \t]*\r?)\n$/.test(before));
  return span(lineStart, lineEnd + 1 + (needless ? parted[0].length : 0));
}

/** One word out of a list, with what parts it from its neighbor on the same line. */
export function removeWord(text: string, { start, end }: Span): Fix {
  const before = /[\s,]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const trailing = /^[\s,]*/.exec(text.slice(end))?.[0].length ?? 0;
  const first = /[(=]/.test(text[start - before.length - 1] ?? '');
  const leads = before.includes('\n') && /^[ \t]+[^\s#,)]/.test(text.slice(end, end + 200));
  const place = first || leads ? span(start, end + trailing) : span(start - before.length, end);
  return { ...remove(place, `Remove ${text.slice(start, end)}`), safe: false };
}

/** The known word closest to a mistyped one. A guess at the author's intent is offered, not applied automatically. */
export function didYouMean(place: Span, word: string, candidates: readonly string[]): Fix | undefined {
  const lower = word.toLowerCase();
  if (lower !== word && candidates.includes(lower)) return replace(place, lower);
  const guess = nearest(word, candidates);
  return guess === undefined ? undefined : { ...replace(place, guess), safe: false };
}

/** The end of a message about an unknown word: `; did you mean x?`, or the full stop. `meant` is what the fix writes, if that is known. */
export function suggestion(word: string, candidates: readonly string[], meant?: string): string {
  const guess = meant ?? (candidates.includes(word.toLowerCase()) ? word.toLowerCase() : nearest(word, candidates));
  return guess === undefined ? '.' : `; did you mean ${guess}?`;
}

/** A line that begins as a comment does in other languages. */
export function asComment(text: string, { start }: Span): Fix | undefined {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const [, indent = '', mark] = /^([ \t]*)(\/\/|\/\*+)(?=[ \t])/.exec(text.slice(line, line + 200)) ?? [];
  return mark === undefined
    ? undefined
    : replace(span(line + indent.length, line + indent.length + mark.length), '#', 'Write the comment with #');
}
