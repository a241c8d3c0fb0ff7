import type { CreateFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Edit, editsOf, type Fix, noteOf, pathOf } from '../core';
import { changesOfOthers, type OtherChange } from '../service';
import { textEditOf } from './convert';
import type { Session } from './session';

const changeOf = (text: TextDocument, edits: readonly Edit[], annotationId?: string): TextDocumentEdit => ({
  textDocument: { uri: text.uri, version: text.version },
  edits: edits.map((edit) => ({ ...textEditOf(text, edit), ...(annotationId && { annotationId }) })),
});

/**
 * A fix as the client applies it. What may break a workload, or touches a file that is not looked at, is confirmed in
 * a preview where the client can show one. Undefined where the fix needs what the client, or another file, does not allow.
 */
export async function editOf(session: Session, text: TextDocument, fix: Fix): Promise<WorkspaceEdit | undefined> {
  const can = session.client.workspace?.workspaceEdit;
  const others = await changesOfOthers(fix.others ?? [], session.files);
  if (!others) return undefined;
  if (others.some((other) => other.text === undefined) && !can?.resourceOperations?.includes('create')) return undefined;
  const edits = editsOf(fix);
  if (!edits.length && !others.length) return undefined;
  const note = fix.safe ? undefined : noteOf(fix);
  const asks = can?.changeAnnotationSupport !== undefined && (note !== undefined || others.length > 0);
  const id = asks ? 'confirm' : undefined;
  const names = others.map(({ uri }) => pathOf(uri).split('/').slice(-2).join('/'));
  const unnamed = names.filter((name) => !fix.title.includes(name));
  const description = [...(note ? [note] : []), ...unnamed.map((name) => `Changes ${name} too.`)].join(' ');
  return {
    documentChanges: [...(edits.length ? [changeOf(text, edits, id)] : []), ...others.flatMap((other) => changesOf(session, other, id))],
    ...(id && { changeAnnotations: { [id]: { label: fix.title, ...(description && { description }), needsConfirmation: true } } }),
  };
}

/** A file that is open is changed in the version that was read; one that is there by now is not overwritten. */
function changesOf(session: Session, { uri, text, edits }: OtherChange, annotationId?: string): (CreateFile | TextDocumentEdit)[] {
  const { textDocument, edits: changes } = changeOf(TextDocument.create(uri, '', 0, text ?? ''), edits, annotationId);
  const versioned = { ...textDocument, version: session.documents.text(uri)?.version ?? null };
  const make: CreateFile = { kind: 'create', uri, options: { overwrite: false }, ...(annotationId && { annotationId }) };
  return [...(text === undefined ? [make] : []), { textDocument: versioned, edits: changes }];
}
