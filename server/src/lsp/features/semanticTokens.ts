import { type SemanticTokens, SemanticTokensBuilder, type SemanticTokensLegend, type TextDocumentIdentifier } from 'vscode-languageserver';
import type { Token } from '../../core';
import { tokens } from '../../service';
import type { Session } from '../session';

const types: readonly Token['type'][] = [
  'keyword',
  'variable',
  'property',
  'enumMember',
  'string',
  'comment',
  'operator',
  'number',
  'namespace',
  'function',
  'type',
  'modifier',
];
const modifiers: readonly NonNullable<Token['modifiers']>[number][] = ['allow', 'deny', 'dangerous', 'declaration'];

export const legend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: [...modifiers] };

export async function semanticTokens(
  session: Session,
  { textDocument }: { readonly textDocument: TextDocumentIdentifier },
): Promise<SemanticTokens> {
  const snapshot = await session.documents.get(textDocument.uri);
  const builder = new SemanticTokensBuilder();
  for (const token of snapshot ? tokens(snapshot.document) : []) {
    const { line, character } = (snapshot as NonNullable<typeof snapshot>).text.positionAt(token.span.start);
    const bits = (token.modifiers ?? []).reduce((set, modifier) => set | (1 << modifiers.indexOf(modifier)), 0);
    builder.push(line, character, token.span.end - token.span.start, types.indexOf(token.type), bits);
  }
  return builder.build();
}
