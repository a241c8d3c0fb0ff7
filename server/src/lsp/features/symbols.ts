import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  Range,
  SelectionRange,
  SelectionRangeParams,
  SymbolInformation,
  TextDocumentIdentifier,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import { folds, generatedFiles, highlights, hints, links, outline, selections } from '../../service';
import { flatSymbolsOf, rangeOf, spanOf, symbolsOf } from '../convert';
import { documentation } from '../markup';
import type { Session } from '../session';
import { renderedUri } from './rendered';

interface OfDocument {
  readonly textDocument: TextDocumentIdentifier;
}

/** Nothing where another extension outlines the text: the editor would show both, one below the other. */
export async function symbols(session: Session, { textDocument }: OfDocument): Promise<DocumentSymbol[] | SymbolInformation[] | null> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot?.context.ownsStructure) return null;
  const { hierarchicalDocumentSymbolSupport: nested, symbolKind } = session.client.textDocument?.documentSymbol ?? {};
  return (nested ? symbolsOf : flatSymbolsOf)(snapshot.text, outline(snapshot.document), symbolKind?.valueSet);
}

/** Null, not an empty list, for what is none of ours: only then does an editor fold by indentation. */
export async function folding(session: Session, { textDocument }: OfDocument): Promise<FoldingRange[] | null> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot?.document.language.folds) return null;
  return folds(snapshot.document)
    .map((span) => rangeOf(snapshot.text, span))
    .filter(({ start, end }) => end.line > start.line)
    .map(({ start, end }) => ({ startLine: start.line, endLine: end.line }));
}

export async function documentLinks(session: Session, { textDocument }: OfDocument): Promise<DocumentLink[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return [];
  const tooltips = session.client.textDocument?.documentLink?.tooltipSupport ?? false;
  const generated = generatedFiles(snapshot.document).map((made) => ({
    ...made,
    target: renderedUri(textDocument.uri, made.path),
    tooltip: 'Show the profile',
  }));
  return [...links(snapshot.document, snapshot.context), ...generated].map(({ span, target, tooltip }) => ({
    range: rangeOf(snapshot.text, span),
    target,
    ...(tooltip && tooltips && { tooltip }),
  }));
}

export async function documentHighlights(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<DocumentHighlight[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  return snapshot
    ? highlights(snapshot.document, snapshot.text.offsetAt(position)).map((span) => ({ range: rangeOf(snapshot.text, span) }))
    : [];
}

export async function selectionRanges(session: Session, { textDocument, positions }: SelectionRangeParams): Promise<SelectionRange[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return [];
  return positions.map((position) => {
    const spans = [...selections(snapshot.document, snapshot.text.offsetAt(position))].sort((a, b) => b.end - b.start - (a.end - a.start));
    const nested = spans.reduce<SelectionRange | undefined>(
      (parent, span) => ({ range: rangeOf(snapshot.text, span), ...(parent && { parent }) }),
      undefined,
    );
    return nested ?? { range: { start: position, end: position } };
  });
}

export async function inlayHints(session: Session, { textDocument, range }: OfDocument & { readonly range: Range }): Promise<InlayHint[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot || !session.settings.of(textDocument.uri).hints) return [];
  // The protocol has no format for tooltips; who renders Markdown in a hover renders it here.
  const formats = session.client.textDocument?.hover?.contentFormat;
  return hints(snapshot.document, spanOf(snapshot.text, range), snapshot.context).map(({ at, text, tooltip }) => ({
    position: snapshot.text.positionAt(at),
    label: text,
    paddingLeft: true,
    ...(tooltip && { tooltip: documentation(tooltip, formats) }),
  }));
}
