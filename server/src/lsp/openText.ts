import type { Position, Range, TextDocumentContentChangeEvent } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextChange } from '../core';

/**
 * A version of a text that is open. It never changes: requests that have begun go on with the text that they have. The next version takes over where its lines
 * begin but for those that the change touches; the library's own text would search all of it for line ends again.
 */
export class OpenText implements TextDocument {
  constructor(
    readonly uri: string,
    readonly languageId: string,
    readonly version: number,
    private readonly content: string,
    private known?: Uint32Array,
  ) {}

  /** Where each line begins. */
  private get lines(): Uint32Array {
    this.known ??= Uint32Array.from([0, ...lineStarts(this.content, 0)]);
    return this.known;
  }

  get lineCount(): number {
    return this.lines.length;
  }

  getText(range?: Range): string {
    return range ? this.content.substring(this.offsetAt(range.start), this.offsetAt(range.end)) : this.content;
  }

  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.content.length));
    const line = lineOf(this.lines, at);
    const start = this.lines[line] as number;
    return { line, character: this.beforeLineEnd(at, start) - start };
  }

  offsetAt({ line, character }: Position): number {
    const start = line < 0 ? 0 : this.lines[line];
    if (start === undefined) return this.content.length;
    if (line < 0 || character <= 0) return start;
    return this.beforeLineEnd(Math.min(start + character, this.lines[line + 1] ?? this.content.length), start);
  }

  getLineRange(line: number): Range {
    const own = Math.max(0, Math.min(line, this.lineCount - 1));
    // Of a line that is not there, the end of the last one; of one before the first, its beginning.
    const end = line < 0 ? 0 : this.offsetAt({ line: own, character: Number.MAX_SAFE_INTEGER });
    return { start: { line: own, character: 0 }, end: { line: own, character: end - (this.lines[own] as number) } };
  }

  getEOLCharacters(line: number): string {
    const start = this.lines[line];
    if (start === undefined) return '';
    const next = this.lines[line + 1] ?? this.content.length;
    return this.content.slice(this.beforeLineEnd(next, start), next);
  }

  /** A place after the end of a line is at its end. */
  private beforeLineEnd(offset: number, start: number): number {
    let at = offset;
    while (at > start && isLineEnd(this.content.charCodeAt(at - 1))) at--;
    return at;
  }

  /** The text after a change, and which offsets that is. */
  changed(event: TextDocumentContentChangeEvent, version: number): { readonly text: OpenText; readonly change: TextChange } {
    const { uri, languageId, content } = this;
    if (!('range' in event)) {
      const change = { start: 0, oldEnd: content.length, newEnd: event.text.length };
      return { text: new OpenText(uri, languageId, version, event.text), change };
    }
    const ends = [this.offsetAt(event.range.start), this.offsetAt(event.range.end)];
    const start = Math.min(...ends);
    const oldEnd = Math.max(...ends);
    const next = content.slice(0, start) + event.text + content.slice(oldEnd);
    const change = { start, oldEnd, newEnd: start + event.text.length };
    return { text: new OpenText(uri, languageId, version, next, this.linesAfter(change, event.text)), change };
  }

  private linesAfter({ start, oldEnd, newEnd }: TextChange, inserted: string): Uint32Array | undefined {
    // A line feed may follow, with which a carriage return is one line end.
    const isReturn = (offset: number) => this.content.charCodeAt(offset - 1) === 13;
    if (inserted.includes('\r') || isReturn(start) || isReturn(oldEnd)) return undefined;
    const { lines } = this;
    const first = lineOf(lines, start) + 1;
    const last = lineOf(lines, oldEnd) + 1;
    const added = lineStarts(inserted, start);
    const after = new Uint32Array(first + added.length + lines.length - last);
    after.set(lines.subarray(0, first));
    after.set(added, first);
    after.set(lines.subarray(last), first + added.length);
    const delta = newEnd - oldEnd;
    if (delta) for (let i = first + added.length; i < after.length; i++) after[i] = (after[i] as number) + delta;
    return after;
  }
}

const isLineEnd = (code: number): boolean => code === 10 || code === 13;

/** The line that an offset is in: the last one that begins at it or before. */
function lineOf(lines: Uint32Array, offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where lines begin after the line ends of a text. */
function lineStarts(text: string, at: number): readonly number[] {
  const starts: number[] = [];
  for (const end of text.matchAll(/\r\n?|\n/g)) starts.push(at + end.index + end[0].length);
  return starts;
}
