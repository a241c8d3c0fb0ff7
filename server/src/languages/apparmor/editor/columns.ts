/** Columns that neighbouring lines share. */

/** White space before a word, and what is to be there. */
export interface Gap {
  readonly start: number;
  readonly end: number;
  text: string;
}

/** A word that may be in a column. */
export interface Cell {
  /** Where the word is in the source. */
  readonly at: number;
  /** The line that it is to be on. */
  readonly row: number;
  /** How much is to be before it on that line, the gap counted as one blank. */
  readonly width: number;
  readonly gap: Gap;
}

/**
 * Widens the gaps of words that were in one column and are to be on lines in a row, so that they are in one again: as
 * close to the longest line as the author had it. Of each line the first rule counts. Done twice it changes nothing more.
 */
export function column(source: string, cells: readonly Cell[]): void {
  let group: Cell[] = [];
  let column = -1;
  let row = -1;
  for (const cell of cells) {
    const place = placeOf(source, cell.at);
    if (cell.row !== row + 1 || place !== column) {
      align(source, group);
      group = [];
    }
    column = place;
    row = cell.row;
    group.push(cell);
  }
  align(source, group);
}

/** Columns after a text that begins at a column; tabs reach to the next multiple of eight. */
export function columnBehind(column: number, text: string): number {
  let columns = text.includes('\n') ? 0 : column;
  for (const character of text.slice(text.lastIndexOf('\n') + 1)) columns += character === '\t' ? 8 - (columns % 8) : 1;
  return columns;
}

const placeOf = (source: string, offset: number) => columnBehind(0, source.slice(source.lastIndexOf('\n', offset - 1) + 1, offset));

function align(source: string, group: readonly Cell[]): void {
  const blanks = group.map(({ at, gap }) => placeOf(source, at) - placeOf(source, gap.start));
  if (group.length < 2 || blanks.every((count) => count === 1)) return;
  const width = Math.max(...group.map((cell) => cell.width)) + Math.min(...blanks) - 1;
  for (const { gap, width: own } of group) gap.text = ' '.repeat(1 + width - own);
}
