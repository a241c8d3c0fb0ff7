import { type CodeAction, CodeActionKind, type Disposable, l10n, languages, type Range, type TextDocument } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Recognition, recognizesRequest, type WhyParams } from '../../server/src/lsp/protocol/why';

/** Languages of documents in which the line at the cursor may be an error. */
const logs = ['log', 'plaintext'];

/** Lines and characters of a selection that are looked at. */
const most = { lines: 60, characters: 8000 };

/** Offers *Explain This Error* for lines that report a known error: where the cursor is in a log, where text is selected in any document. */
export function registerExplainActions(client: BaseLanguageClient): Disposable {
  const provider = {
    async provideCodeActions(document: TextDocument, range: Range): Promise<CodeAction[]> {
      const text = textAt(document, range);
      if (text === undefined || !client.isRunning()) return [];
      const params: WhyParams = { text: text.slice(0, most.characters) };
      const { isKnown } = await client.sendRequest<Recognition>(recognizesRequest, params);
      if (!isKnown) return [];
      const title = l10n.t('Explain This Error…');
      return [{ title, kind, command: { title, command: 'confine.explainError', arguments: [text] } }];
    },
  };
  return languages.registerCodeActionsProvider('*', provider, { providedCodeActionKinds: [kind] });
}

const kind = CodeActionKind.QuickFix;

function textAt(document: TextDocument, range: Range): string | undefined {
  if (!range.isEmpty) return document.getText(range);
  return logs.includes(document.languageId) ? document.lineAt(range.start.line).text : undefined;
}
