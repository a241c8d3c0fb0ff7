/** Files, places in them and edits, as every other file of the protocol uses them. URIs are strings as the editor writes them. */

export interface Position {
  readonly line: number;
  /** In UTF-16 code units. */
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** What replaces the text at a range. */
export interface RangeEdit {
  readonly range: Range;
  readonly newText: string;
}

export interface FileParams {
  readonly uri: string;
}
