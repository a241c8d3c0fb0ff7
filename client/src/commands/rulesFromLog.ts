import { env, type Uri, ViewColumn, window, workspace } from 'vscode';
import { fromObservationRequest, type ObservationParams, type ObservationResult } from '../../../server/src/lsp/protocol';
import { inNotice } from '../notice';
import { preview } from '../preview';
import { showReport } from '../reports';
import { type Chosen, chooseRules } from './chooseRules';
import { type Command, fileOf, wire } from './command';

/** A denial of AppArmor or seccomp in the audit log or the journal, calls that strace saw, one by one or counted. */
const denial =
  /apparmor=(?:\\?"|&quot;)*(?:DENIED|ALLOWED|AUDIT)|^(?:DENIED|ALLOWED) +\S+ \w+ |\btype=(?:1326|1400|SECCOMP|AVC)\b|^.*\w\(.*\)\s+= |^% time\b.*\bsyscall/m;

/** The rules that would allow what a log says was denied: a report, the rules to choose from, then a preview of the edit. */
export const rulesFromLog: Command = {
  id: 'rulesFromLog',
  async run(host, argument, log) {
    const file = fileOf(argument);
    const text = typeof log === 'string' ? log : file && (await findLog(file));
    if (!file || !text) return;
    const params: ObservationParams = { uri: wire(host, file), text };
    const ask = (chosen: Chosen) => host.client.sendRequest<ObservationResult | null>(fromObservationRequest, { ...params, chosen });
    const result = await ask({});
    if (!result) {
      void window.showInformationMessage('Rules from a log can be added to AppArmor and seccomp profiles.');
      return;
    }
    await showReport('Rules from the log', result.report);
    const wanted = result.suggestions.length > 0 ? await chooseRules(result, ask) : result;
    if (!wanted) return;
    const own = wanted.edits.length > 0 ? [{ uri: params.uri, edits: wanted.edits }] : [];
    const files = [...own, ...wanted.others];
    if (files.length === 0) return;
    await preview({ title: 'Rules from the log', notes: ['More is allowed afterwards.'], files });
  },
};

/** What is selected in any editor, else the clipboard, else a document that the user pastes into. */
async function findLog(file: Uri): Promise<string | undefined> {
  const selected = window.visibleTextEditors.map(({ document, selection }) => document.getText(selection));
  // The server knows more forms of recordings: several lines that are selected beside the file are meant.
  const beside = window.visibleTextEditors
    .filter(({ document, selection }) => document.uri.toString() !== file.toString() && !selection.isSingleLine)
    .map(({ document, selection }) => document.getText(selection));
  const found = selected.find((text) => denial.test(text)) ?? beside[0];
  if (found) return found;
  const copied = await env.clipboard.readText();
  if (denial.test(copied)) return copied;
  const document = await workspace.openTextDocument({ language: 'log', content: '' });
  await window.showTextDocument(document, ViewColumn.Beside);
  const name = inNotice(file.path.split('/').at(-1) ?? '');
  const answer = await window.showInformationMessage(`Paste the denials for ${name} into the new document.`, 'Suggest Rules');
  return answer && document.getText();
}
