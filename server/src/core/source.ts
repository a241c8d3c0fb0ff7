/** Lines and characters count from 0; characters in UTF-16 code units, as in the Language Server Protocol. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** One version of one text. */
export interface Source {
  /** Absolute, as the editor writes it; `file:///…` on disk. */
  readonly uri: string;
  /** The editor's language id, or `''` where there is no editor. */
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** What changed from one text to the next: `[start, oldEnd)` became `[start, newEnd)`. */
export interface TextChange {
  readonly start: number;
  readonly oldEnd: number;
  readonly newEnd: number;
}

/** Converts offsets to positions and back; made once for a text. */
export interface Lines {
  readonly count: number;
  positionAt(offset: number): Position;
  offsetAt(position: Position): number;
  /** The text of a line without its line break. */
  lineText(line: number): string;
}

/** A line ends at `\n`, `\r\n` or a lone `\r`, as the protocol says. */
export function linesOf(text: string): Lines {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  const startOf = (line: number) => starts[Math.max(0, line)] ?? text.length;
  const endOf = (line: number) => {
    let end = starts[line + 1] ?? text.length;
    while (end > startOf(line) && (text.charCodeAt(end - 1) === 10 || text.charCodeAt(end - 1) === 13)) end--;
    return end;
  };
  return {
    count: starts.length,
    positionAt(offset) {
      const clamped = Math.min(Math.max(offset, 0), text.length);
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] as number) <= clamped) low = middle;
        else high = middle - 1;
      }
      return { line: low, character: clamped - (starts[low] as number) };
    },
    offsetAt({ line, character }) {
      if (line >= starts.length) return text.length;
      return Math.min(startOf(line) + Math.max(0, character), endOf(line));
    },
    lineText: (line) => text.slice(startOf(line), endOf(line)),
  };
}
