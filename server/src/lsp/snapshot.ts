import { TextDocument } from 'vscode-languageserver-textdocument';
import { type OpenOptions, open } from '../service';
import type { Snapshot } from './documents';
import type { Session } from './session';

/** An open document, or a file of the workspace that a command names without opening it. */
export async function snapshotOf(session: Session, uri: string): Promise<Snapshot | undefined> {
  return session.documents.text(uri) ? session.documents.get(uri) : closedSnapshot(session, uri);
}

export function closedSnapshot(session: Session, uri: string): Promise<Snapshot | undefined> {
  const workingFolder = session.workingFolder(uri);
  return read(session, uri, { includeFolders: session.includeFolders(uri), ...(workingFolder && { workingFolder }) });
}

/** A file on disk by its own text alone: its includes are not followed. */
export const plainSnapshot = (session: Session, uri: string): Promise<Snapshot | undefined> => read(session, uri, {});

async function read(session: Session, uri: string, around: Omit<OpenOptions, 'context'>): Promise<Snapshot | undefined> {
  const content = await session.files.read(uri);
  if (content === undefined) return undefined;
  const context = session.context('');
  const document = await open({ uri, languageId: '', version: 0, text: content }, session.files, { context, ...around });
  return document && { document, context, text: TextDocument.create(uri, '', 0, content) };
}
