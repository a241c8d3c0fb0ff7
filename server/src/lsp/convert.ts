import {
  type CodeDescription,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type DocumentSymbol,
  type Range,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion, Edit, Outline, Severity, Span } from '../core';
import { type Checked, ruleOf } from '../service';

export const rangeOf = (text: TextDocument, { start, end }: Span): Range => ({ start: text.positionAt(start), end: text.positionAt(end) });

/** As `rangeOf`, for many places in the order of the text: each line is looked for from the one before. */
export function rangesIn(text: TextDocument): (span: Span) => Range {
  const source = text.getText();
  // Such line ends are for the document to find.
  if (/\r(?!\n)/.test(source)) return (span) => rangeOf(text, span);
  let line = 0;
  let start = 0;
  let end = endOfLine(source, 0);
  const positionAt = (offset: number) => {
    if (offset < start) {
      line = text.positionAt(offset).line;
      start = offset === 0 ? 0 : source.lastIndexOf('\n', offset - 1) + 1;
      end = endOfLine(source, start);
    }
    while (offset > end) {
      line++;
      start = end + 1;
      end = endOfLine(source, start);
    }
    return { line, character: Math.min(offset, source[end - 1] === '\r' ? end - 1 : end) - start };
  };
  return (span) => ({ start: positionAt(span.start), end: positionAt(span.end) });
}

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

export const spanOf = (text: TextDocument, { start, end }: Range): Span => ({ start: text.offsetAt(start), end: text.offsetAt(end) });

export const textEditOf = (text: TextDocument, edit: Edit): TextEdit => ({ range: rangeOf(text, edit.span), newText: edit.text });

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags = { unnecessary: DiagnosticTag.Unnecessary, deprecated: DiagnosticTag.Deprecated } as const;

/** The scheme under which the server serves the pages of its rules, so that they need no network. */
export const ruleScheme = 'confine-rule';

export const ruleUri = (code: string): string => `${ruleScheme}:/${code}.md`;

/** `others` are the texts of other files that the finding points into; places in files that are not among them are left out. */
export function diagnosticOf(text: TextDocument, finding: Checked, others: ReadonlyMap<string, TextDocument> = new Map()): Diagnostic {
  const { code, message, related = [] } = finding;
  const relatedInformation = related.flatMap(({ uri, span, message: what }) => {
    const there = uri === undefined ? text : others.get(uri);
    return there ? [{ location: { uri: there.uri, range: rangeOf(there, span) }, message: what }] : [];
  });
  const description: CodeDescription | undefined = ruleOf(code) && { href: ruleUri(code) };
  return {
    range: rangeOf(text, finding.span),
    severity: severities[finding.severity],
    source: 'confine',
    code,
    message,
    ...(description && { codeDescription: description }),
    ...(finding.tags && { tags: finding.tags.map((tag) => tags[tag]) }),
    ...(relatedInformation.length && { relatedInformation }),
  };
}

export const completionKinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  property: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  keyword: CompletionItemKind.Keyword,
  enum: CompletionItemKind.EnumMember,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  variable: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
  reference: CompletionItemKind.Reference,
  constant: CompletionItemKind.Constant,
};

export const symbolKinds: Readonly<Record<Outline['kind'], SymbolKind>> = {
  object: SymbolKind.Object,
  array: SymbolKind.Array,
  string: SymbolKind.String,
  property: SymbolKind.Property,
  function: SymbolKind.Function,
  variable: SymbolKind.Variable,
  module: SymbolKind.Module,
  key: SymbolKind.Key,
  class: SymbolKind.Class,
  event: SymbolKind.Event,
};

export function symbolsOf(text: TextDocument, items: readonly Outline[]): DocumentSymbol[] {
  const place = rangesIn(text);
  const symbolOf = (item: Outline): DocumentSymbol => {
    const range = place(item.span);
    const symbol: DocumentSymbol = {
      // The protocol forbids empty names.
      name: item.name.trim() || '(no name)',
      kind: symbolKinds[item.kind],
      range,
      selectionRange: item.selection === item.span ? range : place(item.selection),
    };
    if (item.detail) symbol.detail = item.detail;
    if (item.children) symbol.children = item.children.map(symbolOf);
    return symbol;
  };
  return items.map(symbolOf);
}
