import type { Hover, HoverParams } from 'vscode-languageserver';
import { linkedTo } from '../../core';
import { hover as ask } from '../../service';
import { rangeOf } from '../convert';
import { markup } from '../markup';
import type { Session } from '../session';

export async function hover(session: Session, { textDocument, position }: HoverParams): Promise<Hover | null> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return null;
  const answer = ask(snapshot.document, snapshot.text.offsetAt(position), snapshot.context);
  if (!answer) return null;
  const formats = session.client.textDocument?.hover?.contentFormat;
  const contents = markup(linkedTo(answer.markdown, textDocument.uri), formats);
  return { contents, range: rangeOf(snapshot.text, answer.span) };
}
