/** What has a name, over all files: search, references, rename. */

import {
  LSPErrorCodes,
  type Location as LspLocation,
  MessageType,
  type Range,
  type ReferenceParams,
  type RenameParams,
  ResponseError,
  ShowMessageNotification,
  type SymbolInformation,
  type TextDocumentPositionParams,
  type TextEdit,
  type WorkspaceEdit,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { type FileReference, linesOf, type Mention, oneLine, pathOf, type SharingFile, type Uses } from '../../core';
import { nameAt, placesOf, rename as renamed, usesAt } from '../../service';
import { rangeOf, symbolKindOf, textEditOf } from '../convert';
import type { Snapshot } from '../documents';
import type { Session } from '../session';
import { plainSnapshot } from '../snapshot';
import { type FileChange, workspaceEdit } from '../workspaceEdit';

const mostSymbols = 1000;

export async function workspaceSymbols(session: Session, { query }: WorkspaceSymbolParams): Promise<SymbolInformation[]> {
  await bringUpToDate(session);
  const kinds = session.client.workspace?.symbol?.symbolKind?.valueSet;
  return session.index.names.symbols(query, mostSymbols).map(({ uri, name, kind, container, start, end }) => ({
    name,
    kind: symbolKindOf(kind, kinds),
    containerName: container,
    location: { uri, range: { start, end } },
  }));
}

/** The index reads files as they are on disk; what is being edited reads otherwise. */
async function bringUpToDate({ scanned, restoring, documents, index }: Session): Promise<void> {
  await Promise.all([scanned, ...restoring]);
  for (const uri of documents.uris()) {
    const snapshot = await documents.get(uri);
    if (snapshot) index.names.put(uri, snapshot.document);
  }
}

/** After a file was closed: what was not saved is not there any more. */
export function restoreNames(session: Session, uri: string): void {
  const restored = plainSnapshot(session, uri)
    .then((saved) => session.index.names.put(uri, saved?.document))
    .finally(() => session.restoring.delete(restored));
  session.restoring.add(restored);
}

/** Everything that means the same as a mention; files on disk are looked at again, whatever the index knows of them. */
async function everywhere(session: Session, snapshot: Snapshot, mention: Mention, strict = false): Promise<readonly SharingFile[]> {
  const { names } = session.index;
  const resolve = (from: string, reference: FileReference) =>
    placesOf(from, reference, session.includeFolders(from), session.workingFolder(from)?.uri);
  const sharing = () => names.sharing(snapshot.document, mention, resolve, strict);
  await bringUpToDate(session);
  const files = sharing();
  let changed = false;
  for (const file of files) {
    if (!isInside(session, file.uri) || session.documents.text(file.uri)) continue;
    if ((await session.files.read(file.uri)) === names.text(file.uri)) continue;
    names.put(file.uri, (await plainSnapshot(session, file.uri))?.document);
    changed = true;
  }
  return changed ? sharing() : files;
}

const isInside = (session: Session, uri: string) => session.folders().some((folder) => uri.startsWith(`${folder}/`));

export async function references(session: Session, { textDocument, position, context }: ReferenceParams): Promise<LspLocation[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  const mention = snapshot && nameAt(snapshot.document, snapshot.text.offsetAt(position));
  if (!snapshot || !mention) return [];
  const files = await everywhere(session, snapshot, mention);
  const places = files.map(({ uri, mentions }) => ({
    uri,
    spans: mentions.filter(({ defines }) => context.includeDeclaration || !defines).map(({ span }) => span),
  }));
  const locations = await Promise.all(
    [...places, ...usesOf(session, snapshot, mention)].map(async ({ uri, spans }) => {
      const lines = session.documents.text(uri) ?? linesOf((await session.files.read(uri)) ?? '');
      return spans.map(({ start, end }) => ({ uri, range: { start: lines.positionAt(start), end: lines.positionAt(end) } }));
    }),
  );
  return locations.flat();
}

/** Places in other kinds of files that refer to a name, as the files were saved. */
function usesOf({ index }: Session, snapshot: Snapshot, mention: Mention) {
  const uses = usesAt(snapshot.document, mention);
  return (uses?.of(mention, index.facts()) ?? []).map(({ uri, span }) => ({ uri, spans: [span] }));
}

const currentText = (session: Session, uri: string) =>
  session.documents.text(uri) ? session.documents.get(uri) : plainSnapshot(session, uri);

const refused = (message: string) => new ResponseError(LSPErrorCodes.RequestFailed, message);

const shown = ({ kind, name }: Mention) => (kind === 'profile' ? name.replace(/^\/\//, '') : `${kind === 'boolean' ? '$' : '@'}{${name}}`);

/** The files to change. Throws where the name is not the workspace's own. */
async function renamable(session: Session, snapshot: Snapshot, mention: Mention): Promise<readonly SharingFile[]> {
  const files = await everywhere(session, snapshot, mention);
  const outside = files.find(({ uri }) => uri !== snapshot.text.uri && !isInside(session, uri));
  if (outside) throw refused(`${shown(mention)} is also written in ${pathOf(outside.uri)}, outside of the workspace.`);
  if (!files.some(({ mentions }) => mentions.some(({ defines }) => defines)))
    throw refused(`No file of the workspace defines ${shown(mention)}.`);
  return files;
}

export async function prepareRename(session: Session, { textDocument, position }: TextDocumentPositionParams): Promise<Range | null> {
  const snapshot = await session.documents.get(textDocument.uri);
  const mention = snapshot && nameAt(snapshot.document, snapshot.text.offsetAt(position));
  if (!snapshot || !mention) return null;
  await renamable(session, snapshot, mention);
  return rangeOf(snapshot.text, mention.span);
}

export async function rename(session: Session, { textDocument, position, newName }: RenameParams): Promise<WorkspaceEdit | null> {
  const snapshot = await session.documents.get(textDocument.uri);
  const mention = snapshot && nameAt(snapshot.document, snapshot.text.offsetAt(position));
  if (!snapshot || !mention) return null;
  const files = await renamable(session, snapshot, mention);
  const target = renamed(snapshot.document, mention, newName);
  if (!target) throw refused(`${newName} is no name for a ${mention.kind} here.`);
  const taken = await everywhere(session, snapshot, { ...mention, name: target.name }, true);
  const holder = taken.find(({ mentions }) => mentions.some(({ defines }) => defines));
  if (holder && target.name !== mention.name)
    throw refused(`${shown({ ...mention, name: target.name })} is defined already, in ${pathOf(holder.uri)}.`);
  const changed: FileChange[] = [];
  for (const { uri, mentions } of files) {
    const file = uri === snapshot.text.uri ? snapshot : await currentText(session, uri);
    if (!file) throw refused(`${pathOf(uri)} cannot be read.`);
    const edits = new Map<string, TextEdit>();
    for (const one of mentions) {
      const made = renamed(file.document, one, newName)?.edits;
      if (!made) throw refused(`${newName} is no name for a ${mention.kind} in ${pathOf(uri)}.`);
      for (const edit of made) edits.set(`${edit.span.start}-${edit.span.end}`, textEditOf(file.text, edit));
    }
    changed.push({ uri, version: session.documents.text(uri) ? file.text.version : null, edits: [...edits.values()] });
  }
  sayWhatIsLeftOut(session, mention);
  return editOf(session, changed, await changesOfUses(session, snapshot, mention, target.name), usesAt(snapshot.document, mention));
}

/** In a large workspace some files are not read. */
function sayWhatIsLeftOut({ index, connection }: Session, mention: Mention): void {
  const read = index.stoppedAfter();
  if (read === undefined) return;
  const message = `Confine reads ${read.toLocaleString('en')} files of this workspace and no more: where others name ${shown(mention)}, it stays as it is.`;
  void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: oneLine(message) });
}

/** Other kinds of files name it too: these edits are confirmed where the client can. */
async function changesOfUses(session: Session, snapshot: Snapshot, mention: Mention, newName: string): Promise<readonly FileChange[]> {
  const changes = new Map<string, { uri: string; version: number | null; edits: TextEdit[] }>();
  for (const { uri, spans } of usesOf(session, snapshot, mention)) {
    const open = session.documents.text(uri);
    const text = open?.getText() ?? (await session.files.read(uri)) ?? '';
    const lines = linesOf(text);
    for (const { start, end } of spans) {
      // As the file was saved; with the name elsewhere now it is left alone.
      const at = start + text.slice(start, end).indexOf(mention.name);
      if (at < start || !usesAt(snapshot.document, mention)?.accepts(newName)) continue;
      const range = { start: lines.positionAt(at), end: lines.positionAt(at + mention.name.length) };
      const change = changes.get(uri) ?? { uri, version: open?.version ?? null, edits: [] };
      change.edits.push({ range, newText: newName });
      changes.set(uri, change);
    }
  }
  return [...changes.values()];
}

const editOf = (
  { client }: Session,
  sure: readonly FileChange[],
  others: readonly FileChange[],
  uses: Uses | undefined,
): WorkspaceEdit | null =>
  workspaceEdit(client, [...sure, ...others.map((change) => ({ ...change, confirm: true }))], {
    label: uses?.label ?? '',
    description: uses?.description ?? '',
  }) ?? null;
