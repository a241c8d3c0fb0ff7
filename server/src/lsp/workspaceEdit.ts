import type { ChangeAnnotation, ClientCapabilities, CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Edit, editsOf, type Fix, mayBreak, noteOf, pathOf } from '../core';
import { changesOfOthers, type OtherChange } from '../service';
import { textEditOf } from './convert';
import type { Session } from './session';

/** What happens to one file. */
export interface FileChange {
  readonly uri: string;
  /** Of the text that is open; null for a file on disk. */
  readonly version: number | null;
  readonly edits: readonly TextEdit[];
  /** The file is not there yet. One that is there by now is not overwritten. */
  readonly create?: boolean;
  /** The user confirms it in a preview, where the client can show one. */
  readonly confirm?: boolean;
}

/** Changes as the client takes them; undefined where they need more than it states. */
export function workspaceEdit(
  { workspace }: ClientCapabilities,
  changes: readonly FileChange[],
  annotation: Omit<ChangeAnnotation, 'needsConfirmation'>,
): WorkspaceEdit | undefined {
  const can = workspace?.workspaceEdit;
  const creates = changes.some(({ create }) => create);
  if (!can?.documentChanges) return creates ? undefined : { changes: byFile(changes) };
  if (creates && !can.resourceOperations?.includes('create')) return undefined;
  const annotates = can.changeAnnotationSupport !== undefined && changes.some(({ confirm }) => confirm);
  const documentChanges = changes.flatMap(({ uri, version, edits, create, confirm }): (CreateFile | TextDocumentEdit)[] => {
    const annotated = annotates && confirm ? { annotationId } : {};
    return [
      ...(create ? [{ kind: 'create' as const, uri, options: { overwrite: false }, ...annotated }] : []),
      ...(edits.length ? [{ textDocument: { uri, version }, edits: edits.map((edit) => ({ ...edit, ...annotated })) }] : []),
    ];
  });
  return {
    documentChanges,
    ...(annotates && { changeAnnotations: { [annotationId]: { ...annotation, needsConfirmation: true } } }),
  };
}

const annotationId = 'confirm';

function byFile(changes: readonly FileChange[]): Record<string, TextEdit[]> {
  const files: Record<string, TextEdit[]> = {};
  for (const { uri, edits } of changes) files[uri] = [...(files[uri] ?? []), ...edits];
  return files;
}

/**
 * A fix as the client applies it. What may break a workload, or touches a file that is not looked at, is to be confirmed.
 * Undefined where the fix needs what the client, or another file, does not allow.
 */
export async function editOf(session: Session, text: TextDocument, fix: Fix): Promise<WorkspaceEdit | undefined> {
  const others = await changesOfOthers(fix.others ?? [], session.files);
  if (!others) return undefined;
  const edits = editsOf(fix);
  if (!edits.length && !others.length) return undefined;
  const note = fix.safe ? undefined : noteOf(fix);
  const confirm = mayBreak(fix) || others.length > 0;
  const names = others.map(({ uri }) => pathOf(uri).split('/').slice(-2).join('/'));
  const unnamed = names.filter((name) => !fix.title.includes(name));
  const description = [...(note ? [note] : []), ...unnamed.map((name) => `Changes ${name} too.`)].join(' ');
  const changes: FileChange[] = [
    ...(edits.length ? [{ uri: text.uri, version: versionOf(session, text.uri), edits: wireEdits(text, edits), confirm }] : []),
    ...others.map((other) => ({ ...changeOf(session, other), confirm })),
  ];
  return workspaceEdit(session.client, changes, { label: fix.title, ...(description && { description }) });
}

const wireEdits = (text: TextDocument, edits: readonly Edit[]): TextEdit[] => edits.map((edit) => textEditOf(text, edit));

const versionOf = (session: Session, uri: string): number | null => session.documents.text(uri)?.version ?? null;

/** A file that is open is changed in the version that was read. */
function changeOf(session: Session, { uri, text, edits }: OtherChange): FileChange {
  return {
    uri,
    version: versionOf(session, uri),
    edits: wireEdits(TextDocument.create(uri, '', 0, text ?? ''), edits),
    create: text === undefined,
  };
}
