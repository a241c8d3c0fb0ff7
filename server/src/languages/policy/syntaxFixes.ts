import { type Finding, type Fix, span } from '../../core';
import type { PolicyFile } from './part';
import { repair } from './repair';

/** What a person would do about the usual slips: take out a comment, a comma too many, what follows the end. */
export function syntaxFixes({ tree, text }: PolicyFile, { span: place }: Finding): readonly Fix[] {
  const comment = tree.comments.find((one) => one.start <= place.start && place.start < one.end);
  if (comment)
    return [
      repair(
        'Remove the comments',
        tree.comments.map((one) => ({ span: withBlanks(text, one.start, one.end), text: '' })),
      ),
    ];
  if (text.charCodeAt(0) === 0xfeff && place.start === 0) return [repair('Remove the byte order mark', [{ span: span(0, 1), text: '' }])];
  const before = text.slice(0, place.start).trimEnd();
  if (/^[\]}]/.test(text.slice(place.start)) && before.endsWith(','))
    return [repair('Remove the comma before it', [{ span: span(before.length - 1, before.length), text: '' }])];
  // A missing comma is shown at what stands before it.
  const rest = text.slice(place.end);
  if (/^["\]}\w]$/.test(text.slice(place.start, place.end)) && /^\s*["{[]/.test(rest) && !/^\s*:/.test(rest))
    return [repair('Add the missing comma', [{ span: span(place.end, place.end), text: ',' }])];
  return [];
}

/** A comment with the blanks in front of it; with its line, where it has one for itself. */
function withBlanks(text: string, start: number, end: number) {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const alone = text.slice(lineStart, start).trim() === '' && /^[ \t]*(?:\r?\n|$)/.test(text.slice(end));
  if (!alone) return span(start - (/[ \t]*$/.exec(text.slice(lineStart, start))?.[0].length ?? 0), end);
  const newline = text.indexOf('\n', end);
  return span(lineStart, newline < 0 ? end : newline + 1);
}
