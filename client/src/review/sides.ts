import { Range, type TextDocument, Uri, workspace } from 'vscode';
import type { TextEdit } from 'vscode-languageclient';
import type { FileEdit } from './review';

export const previewScheme = 'confine-preview';

/** One file of a review: its two sides, and the version that the edits were made for. */
export interface FileSide {
  readonly file: Uri;
  readonly left: Uri;
  readonly right: Uri;
  readonly before: string;
  readonly text: string;
  readonly edits: readonly TextEdit[];
  /** Undefined where the file has to be made. */
  readonly version: number | undefined;
}

export async function sideOf({ uri, edits, made }: FileEdit): Promise<FileSide> {
  const file = Uri.parse(uri);
  const document = made ? undefined : await workspace.openTextDocument(file);
  return {
    file,
    left: document ? file : file.with({ scheme: previewScheme, query: 'missing' }),
    right: file.with({ scheme: previewScheme, query: `version=${document?.version}` }),
    before: document?.getText() ?? '',
    text: document ? textAfter(document, edits) : edits.map(({ newText }) => newText).join(''),
    edits,
    version: document?.version,
  };
}

function textAfter(document: TextDocument, edits: readonly TextEdit[]): string {
  const offset = ({ line, character }: TextEdit['range']['start']) =>
    document.offsetAt(rangeOf({ start: { line, character }, end: { line, character } }).start);
  const placed = edits.map(({ range, newText }) => ({ start: offset(range.start), end: offset(range.end), newText }));
  placed.sort((a, b) => a.start - b.start || a.end - b.end);
  const text = document.getText();
  let result = '';
  let position = 0;
  for (const { start, end, newText } of placed) {
    result += text.slice(position, start) + newText;
    position = end;
  }
  return result + text.slice(position);
}

export const rangeOf = ({ start, end }: TextEdit['range']) => new Range(start.line, start.character, end.line, end.character);

/** Where the first edit begins: the place is the same before and after. */
export const firstPlace = ({ edits }: FileSide) =>
  edits.map(({ range }) => rangeOf(range).start).reduce((a, b) => (b.isBefore(a) ? b : a), rangeOf(edits[0]?.range ?? origin).start);

const origin = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
