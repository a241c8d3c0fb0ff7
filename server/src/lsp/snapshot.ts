import { TextDocument } from 'vscode-languageserver-textdocument';
import { type OpenOptions, open } from '../service';
import type { Snapshot } from './documents';
import type { Session } from './session';

/** An open document, or a file of the workspace that a command names without opening it. */
export async function snapshotOf(session: Session, uri: string): Promise<Snapshot | undefined> {
  return session.documents.text(uri) ? session.documents.get(uri) : closedSnapshot(session, uri);
}

export const closedSnapshot = (session: Session, uri: string): Promise<Snapshot | undefined> => read(session, uri, around(session, uri));

/** Another text in the place of a file, read as the file is. */
export const otherText = (session: Session, { document: { source, host }, context }: Snapshot, text: string) =>
  open({ ...source, text }, session.files, { context, ...around(session, source.uri), language: host.name });

function around(session: Session, uri: string): Omit<OpenOptions, 'context'> {
  const workingFolder = session.workingFolder(uri);
  return { includeFolders: session.includeFolders(uri), ...(workingFolder && { workingFolder }) };
}

/** A file on disk by its own text alone: its includes are not followed. */
export const plainSnapshot = (session: Session, uri: string): Promise<Snapshot | undefined> => read(session, uri, {});

async function read(session: Session, uri: string, options: Omit<OpenOptions, 'context'>): Promise<Snapshot | undefined> {
  await session.settings.learn(uri);
  const content = await session.files.read(uri);
  if (content === undefined || !session.begin(uri, content)) return undefined;
  const context = session.context(uri, '');
  const source = { uri, languageId: '', version: 0, text: content };
  const document = await session.scheduler.work('workspace', (pause) => open(source, session.files, { context, ...options, pause }));
  return document && { document, context, text: TextDocument.create(uri, '', 0, content) };
}
