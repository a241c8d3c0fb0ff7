import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  FormattingOptions,
  SignatureHelp,
  TextDocumentPositionParams,
  TextEdit,
} from 'vscode-languageserver';
import { format as formatted, formatOnType as formattedOnType, signature } from '../../service';
import { spanOf, textEditOf } from '../convert';
import { documentation } from '../markup';
import type { Session } from '../session';

export async function format(session: Session, params: DocumentFormattingParams | DocumentRangeFormattingParams): Promise<TextEdit[]> {
  const snapshot = await session.documents.get(params.textDocument.uri);
  if (!snapshot) return [];
  const range = 'range' in params ? spanOf(snapshot.text, params.range) : undefined;
  return formatted(snapshot.document, { indent: indentOf(params.options) }, range).map((edit) => textEditOf(snapshot.text, edit));
}

export async function formatOnType(
  session: Session,
  { textDocument, position, ch, options }: DocumentOnTypeFormattingParams,
): Promise<TextEdit[]> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return [];
  const edits = formattedOnType(snapshot.document, snapshot.text.offsetAt(position), ch, { indent: indentOf(options) });
  return edits.map((edit) => textEditOf(snapshot.text, edit));
}

const indentOf = ({ tabSize, insertSpaces }: FormattingOptions): string => (insertSpaces ? ' '.repeat(tabSize) : '\t');

export async function signatureHelp(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): Promise<SignatureHelp | null> {
  const snapshot = await session.documents.get(textDocument.uri);
  const found = snapshot && signature(snapshot.document, snapshot.text.offsetAt(position));
  if (!found) return null;
  const formats = session.client.textDocument?.signatureHelp?.signatureInformation?.documentationFormat;
  const documented = (markdown: string | undefined) => (markdown ? { documentation: documentation(markdown, formats) } : {});
  return {
    signatures: [
      {
        label: found.label,
        ...documented(found.documentation),
        parameters: found.parameters.map((parameter) => ({ label: parameter.label, ...documented(parameter.documentation) })),
      },
    ],
    activeSignature: 0,
    activeParameter: found.active,
  };
}
