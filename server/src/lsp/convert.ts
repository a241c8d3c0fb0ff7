import {
  type ClientCapabilities,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type DiagnosticsCapabilities,
  DiagnosticTag,
  type DocumentSymbol,
  type Range,
  type SymbolInformation,
  SymbolKind,
  type TextEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Completion, type Edit, type Outline, oneLine, type Severity, type Span } from '../core';
import { rulePageUrl } from '../report';
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

/** The server's own page where the client can open it, else the public one. */
const ruleUri = (code: string, client: ClientCapabilities): string =>
  client.workspace?.textDocumentContent ? `${ruleScheme}:/${code}.md` : rulePageUrl(code);

/** What the client takes with a diagnostic. A client that pulls may state it for the pushed ones alone, as all did once. */
function diagnosticAbilities({ textDocument }: ClientCapabilities): DiagnosticsCapabilities {
  return { ...textDocument?.publishDiagnostics, ...textDocument?.diagnostic };
}

/** `others` are the texts of other files that the finding points into; places in files that are not among them are left out. */
export function diagnosticOf(
  client: ClientCapabilities,
  text: TextDocument,
  finding: Checked,
  others: ReadonlyMap<string, TextDocument> = new Map(),
): Diagnostic {
  const can = diagnosticAbilities(client);
  const { code, message, related = [] } = finding;
  const relatedInformation = related.flatMap(({ uri, span, message: what }) => {
    const there = uri === undefined ? text : others.get(uri);
    return there ? [{ location: { uri: there.uri, range: rangeOf(there, span) }, message: oneLine(what) }] : [];
  });
  const marks = finding.tags?.map((tag) => tags[tag]).filter((tag) => can.tagSupport?.valueSet.includes(tag));
  return {
    range: rangeOf(text, finding.span),
    severity: severities[finding.severity],
    source: 'confine',
    code,
    message: oneLine(message),
    ...(can.codeDescriptionSupport && ruleOf(code) && { codeDescription: { href: ruleUri(code, client) } }),
    ...(marks?.length && { tags: marks }),
    ...(can.relatedInformation && relatedInformation.length && { relatedInformation }),
  };
}

const completionKinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
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

/** What every client knows: the kinds of the protocol's first version. */
const firstCompletionKinds = kindsFrom(CompletionItemKind.Text, CompletionItemKind.Reference);

/** The nearest of the first version, for a kind that is not among them. */
const olderCompletionKinds: Partial<Record<CompletionItemKind, CompletionItemKind>> = {
  [CompletionItemKind.Folder]: CompletionItemKind.File,
  [CompletionItemKind.EnumMember]: CompletionItemKind.Value,
  [CompletionItemKind.Constant]: CompletionItemKind.Value,
};

/** `stated`: the kinds that the client says it knows. */
export function completionKindOf(
  kind: Completion['kind'],
  stated: readonly CompletionItemKind[] = firstCompletionKinds,
): CompletionItemKind {
  const own = completionKinds[kind];
  return stated.includes(own) ? own : (olderCompletionKinds[own] ?? own);
}

const symbolKinds: Readonly<Record<Outline['kind'], SymbolKind>> = {
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

/** What every client knows. */
const firstSymbolKinds = kindsFrom(SymbolKind.File, SymbolKind.Array);

const olderSymbolKinds: Partial<Record<SymbolKind, SymbolKind>> = {
  [SymbolKind.Object]: SymbolKind.Class,
  [SymbolKind.Key]: SymbolKind.Property,
  [SymbolKind.Event]: SymbolKind.Method,
};

export function symbolKindOf(kind: Outline['kind'], stated: readonly SymbolKind[] = firstSymbolKinds): SymbolKind {
  const own = symbolKinds[kind];
  return stated.includes(own) ? own : (olderSymbolKinds[own] ?? own);
}

// The protocol forbids empty names.
const symbolName = ({ name }: Outline): string => name.trim() || '(no name)';

export function symbolsOf(text: TextDocument, items: readonly Outline[], kinds?: readonly SymbolKind[]): DocumentSymbol[] {
  const place = rangesIn(text);
  const symbolOf = (item: Outline): DocumentSymbol => {
    const range = place(item.span);
    const symbol: DocumentSymbol = {
      name: symbolName(item),
      kind: symbolKindOf(item.kind, kinds),
      range,
      selectionRange: item.selection === item.span ? range : place(item.selection),
    };
    if (item.detail) symbol.detail = item.detail;
    if (item.children) symbol.children = item.children.map(symbolOf);
    return symbol;
  };
  return items.map(symbolOf);
}

/** As `symbolsOf`, for clients that know no tree: each symbol with the name of the one around it. */
export function flatSymbolsOf(text: TextDocument, items: readonly Outline[], kinds?: readonly SymbolKind[]): SymbolInformation[] {
  const place = rangesIn(text);
  const flat = (item: Outline, around?: Outline): SymbolInformation[] => [
    {
      name: symbolName(item),
      kind: symbolKindOf(item.kind, kinds),
      location: { uri: text.uri, range: place(item.span) },
      ...(around && { containerName: symbolName(around) }),
    },
    ...(item.children ?? []).flatMap((child) => flat(child, item)),
  ];
  return items.flatMap((item) => flat(item));
}

function kindsFrom<Kind extends number>(first: Kind, last: Kind): readonly Kind[] {
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) as Kind);
}
