import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Location as LspLocation,
  type Range,
  SymbolKind,
  type TextDocumentPositionParams,
} from 'vscode-languageserver';
import { type Call, type Location, linesOf, type Mention } from '../../core';
import { callees, callers, definition as defined, nameAt, namesOf } from '../../service';
import { rangeOf } from '../convert';
import type { Snapshot } from '../documents';
import type { Session } from '../session';

export async function definition(session: Session, { textDocument, position }: TextDocumentPositionParams): Promise<LspLocation[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return [];
  return locate(session, snapshot, defined(snapshot.document, snapshot.text.offsetAt(position), snapshot.context));
}

const locate = (session: Session, snapshot: Snapshot, locations: readonly Location[]): Promise<LspLocation[]> =>
  Promise.all(
    locations.map(async ({ uri, span }) => ({ uri: uri ?? snapshot.text.uri, range: await rangeIn(session, snapshot, uri, span) })),
  );

/** Places in other files need their text for lines. */
async function rangeIn(session: Session, snapshot: Snapshot, uri: string | undefined, span: Location['span']): Promise<Range> {
  if (!uri || uri === snapshot.text.uri) return rangeOf(snapshot.text, span);
  const lines = linesOf((await session.files.read(uri)) ?? '');
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

export async function prepareCallHierarchy(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<CallHierarchyItem[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  const at = snapshot && nameAt(snapshot.document, snapshot.text.offsetAt(position));
  const isOwn = (one: Mention) => one.defines && one.kind === at?.kind && one.name === at.name;
  if (!snapshot || at?.kind !== 'profile' || !namesOf(snapshot.document)[0]?.mentions.some(isOwn)) return [];
  return [itemOf(snapshot, { name: snapshot.text.getText(rangeOf(snapshot.text, at.span)), span: at.span, from: [] })];
}

const itemOf = ({ text }: Snapshot, call: Call): CallHierarchyItem => ({
  name: call.name,
  kind: SymbolKind.Module,
  uri: call.uri ?? text.uri,
  range: rangeOf(text, call.span),
  selectionRange: rangeOf(text, call.span),
});

export async function outgoingCalls(
  session: Session,
  { item }: { readonly item: CallHierarchyItem },
): Promise<CallHierarchyOutgoingCall[]> {
  const snapshot = await session.documents.get(item.uri);
  if (!snapshot) return [];
  return callees(snapshot.document, snapshot.text.offsetAt(item.selectionRange.start)).map((call) => ({
    to: itemOf(snapshot, call),
    fromRanges: call.from.map((span) => rangeOf(snapshot.text, span)),
  }));
}

export async function incomingCalls(
  session: Session,
  { item }: { readonly item: CallHierarchyItem },
): Promise<CallHierarchyIncomingCall[]> {
  const snapshot = await session.documents.get(item.uri);
  if (!snapshot) return [];
  return callers(snapshot.document, snapshot.text.offsetAt(item.selectionRange.start)).map((call) => ({
    from: itemOf(snapshot, call),
    fromRanges: call.from.map((span) => rangeOf(snapshot.text, span)),
  }));
}
