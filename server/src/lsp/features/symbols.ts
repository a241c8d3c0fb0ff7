import {
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type InlayHint,
  MarkupKind,
  type Range,
  type SelectionRange,
  type SelectionRangeParams,
  type TextDocumentIdentifier,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { folds, highlights, hints, links, outline, selections } from '../../service';
import { rangeOf, spanOf, symbolsOf } from '../convert';
import type { Session } from '../session';

interface OfDocument {
  readonly textDocument: TextDocumentIdentifier;
}

/** Nothing where another extension outlines the text: the editor would show both, one below the other. */
export async function symbols(session: Session, { textDocument }: OfDocument): Promise<DocumentSymbol[] | null> {
  const snapshot = await session.documents.get(textDocument.uri);
  return snapshot?.context.ownsStructure ? symbolsOf(snapshot.text, outline(snapshot.document)) : null;
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
  return links(snapshot.document, snapshot.context).map(({ span, target, tooltip }) => ({
    range: rangeOf(snapshot.text, span),
    target,
    ...(tooltip && { tooltip }),
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
  return hints(snapshot.document, spanOf(snapshot.text, range), snapshot.context).map(({ at, text, tooltip }) => ({
    position: snapshot.text.positionAt(at),
    label: text,
    paddingLeft: true,
    ...(tooltip && { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
  }));
}
