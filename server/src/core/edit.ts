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

export const shiftEdit = (edit: Edit, by: number): Edit => ({ span: shift(edit.span, by), text: edit.text });
