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
import { snapshotOf } from '../snapshot';

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
  const offset = snapshot?.text.offsetAt(position) ?? 0;
  const at = snapshot && nameAt(snapshot.document, offset);
  const isOwn = (one: Mention) => one.defines && one.kind === at?.kind && one.name === at.name;
  if (!snapshot || at?.kind !== 'profile' || !namesOf(snapshot.document, offset)[0]?.mentions.some(isOwn)) return [];
  const name = at.name.replace(/^\/\//, '');
  return [itemOf(snapshot.text.uri, name, rangeOf(snapshot.text, at.span))];
}

const itemOf = (uri: string, name: string, range: Range): CallHierarchyItem => ({
  name,
  kind: SymbolKind.Module,
  uri,
  range,
  selectionRange: range,
});

/** The profile of a call where it is defined, and the places of the file that lead there. */
async function callIn(session: Session, snapshot: Snapshot, { name, uri, span, from }: Call) {
  const item = itemOf(uri ?? snapshot.text.uri, name, await rangeIn(session, snapshot, uri, span));
  return { item, fromRanges: from.map((place) => rangeOf(snapshot.text, place)) };
}

export async function outgoingCalls(
  session: Session,
  { item }: { readonly item: CallHierarchyItem },
): Promise<CallHierarchyOutgoingCall[]> {
  await session.ready();
  const snapshot = await snapshotOf(session, item.uri);
  if (!snapshot) return [];
  const calls = callees(snapshot.document, item.name, snapshot.context);
  const placed = await Promise.all(calls.map((call) => callIn(session, snapshot, call)));
  return placed.map(({ item: to, fromRanges }) => ({ to, fromRanges }));
}

/** The most files that are opened to see who leads to a profile. */
const mostCallers = 200;

export async function incomingCalls(
  session: Session,
  { item }: { readonly item: CallHierarchyItem },
): Promise<CallHierarchyIncomingCall[]> {
  await session.ready();
  const others = session.index.names.holding(wordsFor(session, item.name)).filter((uri) => uri !== item.uri);
  const found: CallHierarchyIncomingCall[] = [];
  for (const uri of [item.uri, ...others.slice(0, mostCallers)]) {
    const snapshot = await snapshotOf(session, uri);
    for (const call of snapshot ? callers(snapshot.document, item.name, snapshot.context) : []) {
      const { item: from, fromRanges } = await callIn(session, snapshot as Snapshot, call);
      found.push({ from, fromRanges });
    }
  }
  return found;
}

/** Every file whose rules lead to a profile contains one of these: its name, or that of its program. */
function wordsFor({ index }: Session, name: string): readonly string[] {
  const fact = index.facts().find((one) => one.kind === 'apparmor-profile' && one.name === name);
  const program = /([^/*?[\]{}@,]+)"?$/.exec(fact?.detail ?? (name.startsWith('/') ? name : ''))?.[1];
  return [name.split('//').at(-1) as string, ...(program ? [program] : [])];
}
