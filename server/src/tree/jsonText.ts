// JSON as text: how it is laid out, and what a person does about the usual slips.

import { format } from 'jsonc-parser';
import type { Edit, Fix, FormatOptions, Span } from '../core';
import type { Tree } from './tree';

/** The edits that lay JSON out; comments stay. A text that does not parse is left alone. */
export function formatJson({ syntax, text, problems }: Tree, { indent }: FormatOptions, range?: Span): readonly Edit[] {
  if (syntax !== 'json' || problems.length) return [];
  const within = range && { offset: range.start, length: range.end - range.start };
  const insertSpaces = !indent.includes('\t');
  const options = { insertSpaces, tabSize: insertSpaces ? indent.length : 1, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  return format(text, within, options).map(({ offset, length, content }) => ({
    span: { start: offset, end: offset + length },
    text: content,
  }));
}

/** Takes out the comments, a byte order mark or a comma too many; puts in a missing comma; cuts off what follows. `place` is where the problem stands. */
export function jsonSyntaxFixes({ syntax, text, comments, root }: Tree, place: Span): readonly Fix[] {
  if (syntax !== 'json') return [];
  if (comments.some(({ start, end }) => start <= place.start && place.start < end))
    return [
      repair(
        'Remove the comments',
        comments.map((comment) => remove(withBlanks(text, comment))),
      ),
    ];
  if (text.charCodeAt(0) === 0xfeff && place.start === 0) return [repair('Remove the byte order mark', [remove({ start: 0, end: 1 })])];
  const rest = text.slice(place.end);
  const here = text.slice(place.start, place.end);
  if (here === ',' && /^\s*[\]}]/.test(rest)) return [repair('Remove the comma', [remove(place)])];
  const end = root?.span.end;
  if (end !== undefined && place.start >= end && text.slice(end, place.start).trim() === '')
    return [{ title: 'Remove what follows', edits: [remove({ start: end, end: text.trimEnd().length })], safe: false, preferred: true }];
  // A missing comma is shown at what stands before it.
  if (/^["\]}\w]$/.test(here) && /^\s*["{[]/.test(rest))
    return [repair('Add the missing comma', [{ span: { start: place.end, end: place.end }, text: ',' }])];
  return [];
}

const repair = (title: string, edits: readonly Edit[]): Fix => ({ title, edits, safe: true, preferred: true });

const remove = (span: Span): Edit => ({ span, text: '' });

/** A comment with the blanks in front of it; with its line, where it has one for itself. */
function withBlanks(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const alone = text.slice(lineStart, start).trim() === '' && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  if (!alone) return { start: lineStart + text.slice(lineStart, start).trimEnd().length, end };
  const newline = text.indexOf('\n', end);
  return { start: lineStart, end: newline < 0 ? end : newline + 1 };
}
