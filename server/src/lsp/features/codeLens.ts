import type { CodeLens, CodeLensParams } from 'vscode-languageserver';
import { lenses } from '../../service';
import { rangeOf } from '../convert';
import type { Session } from '../session';

export async function codeLens(session: Session, { textDocument: { uri } }: CodeLensParams): Promise<CodeLens[]> {
  const snapshot = await session.documents.get(uri);
  if (!snapshot || !session.settings.of(uri).lenses) return [];
  return lenses(snapshot.document, snapshot.context, session.settings.of(uri)).map((lens) => {
    const range = rangeOf(snapshot.text, lens.span);
    // Hardening wants to know where; the other commands take what the lens says.
    const command = lens.command === 'harden' ? 'hardenHere' : lens.command;
    const own = command === 'hardenHere' && !lens.arguments ? [range] : (lens.arguments ?? []);
    return { range, command: { title: lens.title, command: `confine.${command}`, arguments: [uri, ...own] } };
  });
}
