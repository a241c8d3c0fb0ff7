import { l10n, Range, Selection, TextEditorRevealType, type Uri, window, workspace } from 'vscode';
import {
  type AskParams,
  type AskResult,
  askRequest,
  type QuestionRow,
  type QuestionsParams,
  questionsRequest,
} from '../../../server/src/lsp/protocol/ask';
import type { Range as WireRange } from '../../../server/src/lsp/protocol/text';
import { showReport } from '../reports';
import { statusOf } from '../status';
import { type Command, fileOf, wire } from './command';

/** Asks the file what it decides, shows the answer beside it and selects the place that decides. */
export const ask: Command = {
  id: 'ask',
  async run(host, argument, question) {
    const file = fileOf(argument);
    if (!file) return;
    const document = await workspace.openTextDocument(file);
    const status = await statusOf(host.client, document);
    if (!status) return;
    const cursor = editorOf(file)?.selection.active;
    const place: QuestionsParams = {
      uri: wire(host, file),
      ...(cursor && { position: { line: cursor.line, character: cursor.character } }),
    };
    const query =
      typeof question === 'string'
        ? question
        : await askForQuery({
            title: l10n.t('Ask {0}', file.path.split('/').at(-1) ?? ''),
            prompt: status.question ?? '',
            value: status.exampleQuery ?? '',
            rows: await host.client.sendRequest<QuestionRow[]>(questionsRequest, place),
          });
    if (!query) return;
    const params: AskParams = { ...place, query };
    const answer = await host.client.sendRequest<AskResult>(askRequest, params);
    if (answer.range) await select(file, answer.range);
    await showReport(query, answer.markdown);
  },
};

interface Offer {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly rows: readonly QuestionRow[];
}

/** A list whose first row is what is typed; without rows an input box that starts with an example. */
async function askForQuery({ title, prompt, value, rows }: Offer): Promise<string | undefined> {
  if (!rows.length) return window.showInputBox({ title, prompt, value });
  const items = rows.map(({ query, verdict, decides }) => ({ label: `${verdict}: ${query}`, description: decides, query }));
  const pick = window.createQuickPick<{ label: string; description: string; query: string; alwaysShow?: boolean }>();
  pick.title = title;
  pick.placeholder = prompt;
  pick.items = items;
  pick.onDidChangeValue((text) => {
    const query = text.trim();
    pick.items = query ? [{ label: query, description: l10n.t('ask this'), query, alwaysShow: true }, ...items] : items;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.query ?? (pick.value.trim() || undefined));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

const editorOf = (file: Uri) => window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());

async function select(file: Uri, { start, end }: WireRange): Promise<void> {
  const editor = editorOf(file) ?? (await window.showTextDocument(file));
  const range = new Range(start.line, start.character, end.line, end.character);
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
