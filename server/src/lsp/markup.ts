import { type MarkupContent, MarkupKind } from 'vscode-languageserver';
import { plainText } from '../core';

/** The formats that a client states for one kind of answer, the one that it prefers first; absent: it states none. */
export type Formats = readonly MarkupKind[] | undefined;

/** Our Markdown in the format that the client prefers; plain text where it states none that we write. */
export function markup(markdown: string, formats: Formats): MarkupContent {
  const kind = formats?.find((one) => one === MarkupKind.Markdown || one === MarkupKind.PlainText) ?? MarkupKind.PlainText;
  return { kind, value: kind === MarkupKind.Markdown ? markdown : plainText(markdown) };
}

/** As `markup`, for answers that may be a bare string: what a client takes that states no format. */
export const documentation = (markdown: string, formats: Formats): MarkupContent | string =>
  formats ? markup(markdown, formats) : plainText(markdown);
