import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import { oneLine } from '../../core';
import { lenses } from '../../service';
import { rangeOf } from '../convert';
import type { Session } from '../session';
import { canExecute } from './commands';

export async function codeLens(session: Session, { textDocument }: CodeLensParams): Promise<CodeLens[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot || !session.settings.of(textDocument.uri).lenses) return [];
  return lenses(snapshot.document, snapshot.context, session.settings.of(textDocument.uri)).flatMap((lens): CodeLens[] => {
    const range = rangeOf(snapshot.text, lens.span);
    // Hardening wants to know where; the other commands take what the lens says.
    const own = lens.command === 'harden' && !lens.arguments ? [range] : (lens.arguments ?? []);
    const command = commandOf(session, lens.command === 'harden' ? 'hardenHere' : lens.command, own);
    return command ? [{ range, command: { title: oneLine(lens.title, 200), command, arguments: [textDocument.uri, ...own] } }] : [];
  });
}

/** The client's own command, else the server's that does the same; a line that does nothing is not sent. */
function commandOf({ client, clientCommands }: Session, id: string, args: readonly unknown[]): string | undefined {
  const command = `confine.${id}`;
  return clientCommands.has(command) || canExecute(client, command, args) ? command : undefined;
}
