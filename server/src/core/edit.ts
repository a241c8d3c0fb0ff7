import { type Span, shift } from './span';

/** Replace the text of `span` by `text`. An empty span inserts, an empty text deletes. */
export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The text after all edits. Edits refer to the text before any of them and must not overlap;
 * insertions at one place happen in the order given. Throws a RangeError for overlapping edits.
 */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.map((edit, order) => ({ edit, order }));
  sorted.sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order);
  let result = '';
  let position = 0;
  for (const { edit } of sorted) {
    if (edit.span.start < position) throw new RangeError(`edits overlap at offset ${edit.span.start}`);
    result += text.slice(position, edit.span.start) + edit.text;
    position = edit.span.end;
  }
  return result + text.slice(position);
}

/** One edit from a text to another: what is between their common beginning and their common end. Undefined where they are the same. */
export function editBetween(before: string, after: string): Edit | undefined {
  if (before === after) return undefined;
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++;
  return { span: { start, end: before.length - same }, text: after.slice(start, after.length - same) };
}

/** Whether edits can be applied together. */
export function canCombine(edits: readonly Edit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  return sorted.every((edit, i) => i === 0 || (sorted[i - 1] as Edit).span.end <= edit.span.start);
}

/** What several steps do, each with edits of the text that the one before leaves, as edits of the first text. */
export function composeEdits(length: number, steps: readonly (readonly Edit[])[]): readonly Edit[] {
  let pieces: readonly Stretch[] = length > 0 ? [{ kept: { start: 0, end: length } }] : [];
  for (const edits of steps) pieces = withEdits(pieces, edits);
  const composed: Edit[] = [];
  let end = 0;
  let text = '';
  for (const piece of [...pieces, { kept: { start: length, end: length } }]) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    if (text || piece.kept.start > end) composed.push({ span: { start: end, end: piece.kept.start }, text });
    text = '';
    end = piece.kept.end;
  }
  return composed;
}

/** A stretch of the first text, or text that a step has written. */
type Stretch = { readonly kept: Span } | { readonly text: string };

function withEdits(pieces: readonly Stretch[], edits: readonly Edit[]): readonly Stretch[] {
  const sorted = edits.map((edit, order) => ({ edit, order }));
  sorted.sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.order - b.order);
  const result: Stretch[] = [];
  let position = 0;
  for (const { edit } of sorted) {
    result.push(...between(pieces, position, edit.span.start));
    if (edit.text) result.push({ text: edit.text });
    position = edit.span.end;
  }
  result.push(...between(pieces, position, Number.POSITIVE_INFINITY));
  return result;
}

/** The pieces of a stretch of the text that they make. */
function between(pieces: readonly Stretch[], from: number, to: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  for (const piece of pieces) {
    const size = 'text' in piece ? piece.text.length : piece.kept.end - piece.kept.start;
    const [start, end] = [Math.max(0, from - at), Math.min(size, to - at)];
    if (start < end)
      found.push(
        'text' in piece
          ? { text: piece.text.slice(start, end) }
          : { kept: { start: piece.kept.start + start, end: piece.kept.start + end } },
      );
    at += size;
  }
  return found;
}

export const shiftEdit = (edit: Edit, by: number): Edit => ({ span: shift(edit.span, by), text: edit.text });
