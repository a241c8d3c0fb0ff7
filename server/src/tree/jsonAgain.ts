import type { Span, TextChange } from '../core';
import {
  type ArrayContent,
  childAt,
  collectionsAround,
  type EnclosingContent,
  type FormerContent,
  type JsonContent,
  type ObjectContent,
  withChild,
  withChildren,
} from './jsonContent';
import { type JsonMistake, type JsonReading, readWhole } from './jsonReading';
import type { Tree } from './tree';

/** A tree of the version before, and what changed since. */
export interface FormerJson {
  readonly tree: Tree;
  readonly change: TextChange;
}

/** A larger one costs as much as the whole text. */
const largestShare = 0.5;

/**
 * Reads again the smallest object or list around the change that is complete before and after it; of one that is most of the text, the children
 * that the change is in or between. Up to the first character of these nothing differs, and complete values leave the parser as it would have left
 * them before; so all else stays, moved where it follows.
 */
export function readAgain(text: string, before: JsonReading, former: FormerJson): JsonReading | undefined {
  const { tree, change } = former;
  // Where there is a mistake, what the parser reads as a text is not always what the search for `#` reads as one.
  const isPlain = (mistakes: readonly JsonMistake[]) => !mistakes.length || !text.includes('#');
  if (!before.content || before.isOpen || !isPlain(before.mistakes)) return undefined;
  const delta = change.newEnd - change.oldEnd;
  const around = collectionsAround(before.content, before.start, change.start, change.oldEnd);
  for (let depth = around.length - 1; depth >= 0; depth--) {
    const { content, start } = around[depth] as EnclosingContent;
    const end = start + content.length;
    if (content.length + delta > text.length * largestShare) {
      const made = readChildren(text, before, around[depth] as EnclosingContent, former);
      return made && { ...before, content: enclosed(around, depth, made, delta) };
    }
    // A copy: what is kept of an edit must not keep the whole text alive.
    const piece = copied(text.slice(start, end + delta));
    const inner = readPiece(piece, { content, start: 0, text: tree.text.slice(start, end) });
    if (!inner?.content || !isPlain(inner.mistakes)) continue;
    const moved = <T>(all: readonly T[], at: (one: T) => number, move: (one: T, by: number) => T, own: readonly T[]): readonly T[] =>
      all.length || own.length
        ? [
            ...all.filter((one) => at(one) <= start),
            ...own.map((one) => move(one, start)),
            ...all.filter((one) => at(one) >= end).map((one) => move(one, delta)),
          ]
        : all;
    return {
      content: enclosed(around, depth, inner.content, delta),
      start: before.start,
      isOpen: false,
      mistakes: moved(before.mistakes, ({ at }) => at, movedMistake, inner.mistakes),
      comments: moved(before.comments, (comment) => comment.start, movedSpan, inner.comments),
    };
  }
  return undefined;
}

/** The root with another content in the place of the collection at some depth. */
function enclosed(around: readonly EnclosingContent[], depth: number, content: JsonContent, delta: number): JsonContent {
  let made = content;
  for (let i = depth; i > 0; i--)
    made = withChild((around[i - 1] as EnclosingContent).content, (around[i] as EnclosingContent).index, made, delta);
  return made;
}

/**
 * The collection with its children around the change read again, by themselves in brackets. Only where nothing was wrong and nothing is wrong now:
 * then the text between two separators is read in the same way whatever is around it.
 */
function readChildren(
  text: string,
  { mistakes, comments }: JsonReading,
  { content, start: origin }: EnclosingContent,
  { tree, change }: FormerJson,
): JsonContent | undefined {
  const { starts } = content;
  const from = childAt(content, change.start - origin);
  const last = childAt(content, change.oldEnd - origin);
  const endOf = (i: number) => origin + (starts[i] ?? 0) + ((content.kind === 'object' ? content.members : content.items)[i]?.length ?? 0);
  const to = endOf(last) < change.oldEnd ? last + 1 : last;
  const first = starts[from];
  if (mistakes.length || comments.length || first === undefined || starts[to] === undefined || origin + first > change.start)
    return undefined;
  const start = origin + first;
  const delta = change.newEnd - change.oldEnd;
  const end = endOf(to);
  if (end + delta - start > text.length * largestShare) return undefined;
  const former = {
    start: 0,
    text: bracketed(content, tree.text.slice(start, end)),
    content: childrenAlone(content, from, to, end - start),
  };
  const inner = readPiece(bracketed(content, text.slice(start, end + delta)), former);
  if (!inner?.content || inner.content.kind === 'scalar' || inner.mistakes.length || inner.comments.length || !inner.content.starts.length)
    return undefined;
  return withChildren(content, from, to, inner.content, delta);
}

const bracketed = ({ kind }: ObjectContent | ArrayContent, text: string): string => (kind === 'object' ? `{${text}}` : `[${text}]`);

/** Some children in brackets of their own. */
function childrenAlone(content: ObjectContent | ArrayContent, from: number, to: number, length: number): ObjectContent | ArrayContent {
  const [first = 0] = content.starts.slice(from, from + 1);
  const starts = content.starts.slice(from, to + 1).map((start) => start - first + 1);
  const more = { starts, length: length + 2 };
  return content.kind === 'object'
    ? { kind: 'object', members: content.members.slice(from, to + 1), ...more }
    : { kind: 'array', items: content.items.slice(from, to + 1), ...more };
}

/** A text that is nothing but one complete object or list; undefined where the parser would have read on after its last character. */
function readPiece(text: string, former: FormerContent): JsonReading | undefined {
  const reading = readWhole(text, {
    reading: { content: former.content, start: 0, mistakes: [], comments: [], isOpen: false },
    text: former.text,
  });
  const { content, isOpen } = reading;
  const isComplete = content?.kind === former.content.kind && content.length === text.length && !isOpen;
  return isComplete ? reading : undefined;
}

const movedSpan = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });
const movedMistake = (mistake: JsonMistake, by: number): JsonMistake => ({
  ...mistake,
  span: movedSpan(mistake.span, by),
  at: mistake.at + by,
});

/** Joined and cut again, the text is no longer a view of a longer one. */
const copied = (text: string): string => ` ${text}`.slice(1);
