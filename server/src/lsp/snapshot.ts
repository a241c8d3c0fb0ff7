import { TextDocument } from 'vscode-languageserver-textdocument';
import { open } from '../service';
import type { Snapshot } from './documents';
import type { Session } from './session';

/** An open document, or a file of the workspace that a command names without opening it. */
export async function snapshotOf(session: Session, uri: string): Promise<Snapshot | undefined> {
  if (session.documents.text(uri)) return session.documents.get(uri);
  const content = await session.files.read(uri);
  if (content === undefined) return undefined;
  const context = session.context('');
  const document = await open({ uri, languageId: '', version: 0, text: content }, session.files, {
    context,
    includeFolders: session.includeFolders(uri),
  });
  return document && { document, context, text: TextDocument.create(uri, '', 0, content) };
}
