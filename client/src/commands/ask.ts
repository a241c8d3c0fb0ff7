import { Range, Selection, TextEditorRevealType, type Uri, window, workspace } from 'vscode';
import { type AskParams, type AskResult, askRequest, type Range as WireRange } from '../../../server/src/lsp/protocol';
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
    const query =
      typeof question === 'string'
        ? question
        : await window.showInputBox({
            title: `Ask ${file.path.split('/').at(-1)}`,
            prompt: status.question ?? '',
            value: status.exampleQuery ?? '',
          });
    if (!query) return;
    const cursor = editorOf(file)?.selection.active;
    const params: AskParams = {
      uri: wire(host, file),
      query,
      ...(cursor && { position: { line: cursor.line, character: cursor.character } }),
    };
    const answer = await host.client.sendRequest<AskResult>(askRequest, params);
    if (answer.range) await select(file, answer.range);
    await showReport(query, answer.markdown);
  },
};

const editorOf = (file: Uri) => window.visibleTextEditors.find(({ document }) => document.uri.toString() === file.toString());

async function select(file: Uri, { start, end }: WireRange): Promise<void> {
  const editor = editorOf(file) ?? (await window.showTextDocument(file));
  const range = new Range(start.line, start.character, end.line, end.character);
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
}
