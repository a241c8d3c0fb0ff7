import { finish, type Part, type Placed, type Previous, type Steps } from '../core';

/** A document of a YAML stream: from its `---` line (or the start of the file) to the next one. */
export interface Chunk {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the documents of a YAML stream begin. In YAML a `---` or `...` at the start of a line always ends a document,
 * inside of block scalars too (YAML 1.2, 9.1.2). Comments and directives before a `---` belong to what follows.
 */
export function chunksOf(text: string, from = 0, to = text.length): readonly Chunk[] {
  // Most texts have one document; to search for a text is much faster than to match a pattern.
  if (!['\n---', '\n...'].some((line) => text.indexOf(line, from) >= 0) && !/^(?:---|\.\.\.)/.test(text.slice(from, from + 3)))
    return [{ start: from, end: to }];
  const chunks: Chunk[] = [];
  let start = from;
  const marker = /^(?:---(?=[ \t\r\n]|$)|\.\.\.(?=[ \t\r\n]|$)[^\n]*\n?)/gm;
  marker.lastIndex = from;
  for (let match = marker.exec(text); match && match.index < to; match = marker.exec(text)) {
    const ends = match[0].startsWith('...');
    const boundary = ends ? match.index + match[0].length : match.index;
    if (boundary <= start || boundary >= to) continue;
    if (!ends && isPreamble(text.slice(start, boundary))) continue;
    chunks.push({ start, end: boundary });
    start = boundary;
  }
  chunks.push({ start, end: to });
  return chunks;
}

const isPreamble = (text: string): boolean => /^(?:[ \t]*(?:#[^\n]*)?\r?\n|%[^\n]*\n)*[ \t]*$/.test(text);

/**
 * The parts of a YAML stream, one for each document. Given the version before and what changed, only the documents
 * that the change touches are made anew; the others are the same objects at a new place.
 */
export const yamlParts = <P extends Part>(
  text: string,
  make: (text: string, start: number) => P,
  previous?: Previous<P>,
): readonly Placed<P>[] => finish(yamlPartsInSteps(text, make, previous));

/** The same, with a pause after each document that is made. */
export function* yamlPartsInSteps<P extends Part>(
  text: string,
  make: (text: string, start: number) => P,
  previous?: Previous<P>,
): Steps<readonly Placed<P>[]> {
  function* fresh(from: number, to: number): Steps<readonly Placed<P>[]> {
    const placed: Placed<P>[] = [];
    for (const { start, end } of chunksOf(text, from, to)) {
      placed.push({ start, part: make(text.slice(start, end), start) });
      yield;
    }
    return placed;
  }
  const old = previous?.loaded.parts;
  if (!previous || !old?.length) return yield* fresh(0, text.length);

  const { change } = previous;
  const delta = change.newEnd - change.oldEnd;
  const endOf = (index: number) => old[index + 1]?.start ?? previous.text.length;
  let first = old.findLastIndex((placed) => placed.start <= change.start);
  // A change in a document's first line may undo the boundary before it.
  if (first > 0 && !previous.text.slice((old[first] as Placed<P>).start, change.start).includes('\n')) first--;
  let last = first;
  // One in its last line may undo the `...` there.
  const endsWithDots = (index: number) => /(?:^|\n)\.\.\.[^\n]*\n?$/.test((old[index] as Placed<P>).part.text);
  const inLastLine = (index: number) => !previous.text.slice(change.oldEnd, endOf(index) - 1).includes('\n');
  while (last < old.length - 1 && (endOf(last) <= change.oldEnd || (endsWithDots(last) && inLastLine(last)))) last++;
  let begin = (old[first] as Placed<P>).start;
  // What is only comments now belongs to the document that follows.
  while (
    last < old.length - 1 &&
    isPreamble(text.slice((chunksOf(text, begin, endOf(last) + delta).at(-1) as Chunk).start, endOf(last) + delta))
  )
    last++;
  while (first > 0 && isPreamble((old[first - 1] as Placed<P>).part.text)) first--;
  begin = (old[first] as Placed<P>).start;

  const kept = old.slice(last + 1).map((placed) => ({ start: placed.start + delta, part: placed.part }));
  return [...old.slice(0, first), ...(yield* fresh(begin, endOf(last) + delta)), ...kept];
}
