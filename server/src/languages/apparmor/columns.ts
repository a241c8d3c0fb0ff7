/** Columns that neighbouring lines share. */

/** White space before a word, and what shall stand there. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  text: string;
}

/** A word that may stand in a column. */
export interface Cell {
  /** Where the word stands in the source. */
  readonly at: number;
  /** How much stands before it on its line, the gap counted as one blank. */
  readonly width: number;
  readonly gap: Gap;
}

/**
 * Widens the gaps of words that stood in one column on lines in a row, so that they stand in one again: as close to the
 * longest line as the author had it. Done twice it changes nothing more.
 */
export function column(source: string, cells: readonly Cell[]): void {
  let group: Cell[] = [];
  let column = -1;
  let lineEnd = -1;
  for (const cell of cells) {
    const start = source.lastIndexOf('\n', cell.at - 1) + 1;
    const place = visible(source, start, cell.at);
    const follows = start === lineEnd + 1 && place === column;
    if (!follows) {
      align(source, group);
      group = [];
    }
    column = place;
    lineEnd = source.indexOf('\n', cell.at);
    if (lineEnd < 0) lineEnd = source.length;
    group.push(cell);
  }
  align(source, group);
}

/** Columns from the start of a line to an offset; tabs reach to the next multiple of eight. */
function visible(source: string, lineStart: number, offset: number): number {
  let columns = 0;
  for (let i = lineStart; i < offset; i++) columns += source[i] === '\t' ? 8 - (columns % 8) : 1;
  return columns;
}

function align(source: string, group: readonly Cell[]): void {
  const blanks = group.map(({ at, gap }) => {
    const start = source.lastIndexOf('\n', at - 1) + 1;
    return visible(source, start, at) - visible(source, start, gap.start);
  });
  if (group.length < 2 || blanks.every((count) => count === 1)) return;
  const width = Math.max(...group.map((cell) => cell.width)) + Math.min(...blanks) - 1;
  for (const { gap, width: own } of group) gap.text = ' '.repeat(1 + width - own);
}
