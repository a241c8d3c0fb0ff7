import { memoLast, type Source, type Span, type TextChange } from '../../core';

/** What detection sees of JSON is its outermost keys, and how their values begin. */
interface NestedValues {
  /** The objects and lists that are values of the outermost object, in their order; the last one may go on beyond `until`. */
  readonly spans: readonly Span[];
  /** How much of the text is known. */
  readonly until: number;
}

/** More than detection looks at of a value. */
const beginning = 100;

/** Whether detection sees the same in a text of JSON after an edit: one of plain characters inside of a value, where neither brackets nor quotes move. */
export function looksTheSame(before: Source, after: Source, { start, oldEnd, newEnd }: TextChange, head: number): boolean {
  const { spans, until } = nestedIn(before, head);
  const { text } = before;
  const delta = newEnd - oldEnd;
  const around = spans.find((span) => span.start + beginning < start && oldEnd < span.end);
  const last = spans.at(-1);
  if (!around || !last || text[start - 1] === '\\') return false;
  if (structural.test(text.slice(start, oldEnd)) || structural.test(after.text.slice(start, newEnd))) return false;
  const moved = spans.map((span) => ({
    start: span.start < start ? span.start : span.start + delta,
    end: span.end < start ? span.end : span.end + delta,
  }));
  const known = start < until ? until + delta : until;
  const end = moved.at(-1) as Span;
  // Either all of the text is seen, or what is seen ends within the last of the values.
  const isWhole = text.length <= head && after.text.length <= head;
  if (!isWhole && !(end.start + beginning < head && end.end > known && known >= head)) return false;
  nested.set(after, { spans: moved, until: known });
  return true;
}

const structural = /["\\{}[\]]/;

/** Taken over from version to version. */
const nested = new WeakMap<Source, NestedValues>();

const nestedIn = (source: Source, head: number): NestedValues => nested.get(source) ?? scanned(source, head);

const scanned = memoLast(({ text }: Source, head: number): NestedValues => scan(text.slice(0, head + margin)));

/** Edits move the text by so much before it is looked at again. */
const margin = 4096;

function scan(text: string): NestedValues {
  const spans: Span[] = [];
  let depth = 0;
  let start = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (token.length > 1) continue;
    if (token === '{' || token === '[') {
      if (++depth === 2) start = index;
    } else if (depth-- === 2) spans.push({ start, end: index + 1 });
  }
  if (depth >= 2) spans.push({ start, end: Number.POSITIVE_INFINITY });
  return { spans, until: text.length };
}
