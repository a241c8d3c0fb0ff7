import type { ExecuteCommandParams } from 'vscode-languageserver';
import { type Edit, editsOf } from '../../core';
import { fixAll, harden } from '../../service';
import { spanOf, textEditOf } from '../convert';
import type { Snapshot } from '../documents';
import type { HardenParams } from '../protocol';
import type { Session } from '../session';

/**
 * Commands that the server carries out itself, for editors without Confine's client: the edit is sent to the editor to
 * apply. VS Code's client has commands of its own, with previews, under other names.
 */
export const serverCommands = ['confine.server.fixAll', 'confine.server.harden'] as const;

export async function executeCommand(session: Session, { command, arguments: [params] = [] }: ExecuteCommandParams): Promise<null> {
  const { uri, range } = (params ?? {}) as Partial<HardenParams>;
  const snapshot = uri === undefined ? undefined : await session.documents.get(uri);
  if (!snapshot) return null;
  const edits = await editsFor(command, session, snapshot, range);
  if (edits.length) {
    const { text } = snapshot;
    const change = { textDocument: { uri: text.uri, version: text.version }, edits: edits.map((edit) => textEditOf(text, edit)) };
    await session.connection.workspace.applyEdit({ edit: { documentChanges: [change] } });
  }
  return null;
}

async function editsFor(
  command: string,
  session: Session,
  { document, context, text }: Snapshot,
  range: HardenParams['range'],
): Promise<readonly Edit[]> {
  if (command === 'confine.server.fixAll') return fixAll({ document, context, settings: session.settings.of(text.uri) });
  return harden(document, range && spanOf(text, range), context, session.settings.of(text.uri)).flatMap(editsOf);
}
