import { commands, type Progress, ProgressLocation, window } from 'vscode';
import { WorkDoneProgress, type WorkDoneProgressBegin, type WorkDoneProgressEnd, type WorkDoneProgressReport } from 'vscode-languageclient';
import { type CheckSummary, type CheckWorkspaceParams, checkWorkspaceRequest } from '../../../server/src/lsp/protocol';
import type { Command } from './command';

let runs = 0;

/** Checks every file of the workspace that Confine recognises; the findings appear among the problems. */
export const checkWorkspace: Command = {
  id: 'checkWorkspace',
  async run({ client }) {
    const location = { location: ProgressLocation.Notification, title: 'Confine: checking the workspace', cancellable: true };
    const summary = await window.withProgress(location, async (progress, token) => {
      const params: CheckWorkspaceParams = {
        workDoneToken: `confine.checkWorkspace.${runs++}`,
        // A document may be open without a tab; the client asks for the findings of those in tabs only.
        pulled: [...client.visibleDocuments.getResources()].map((uri) => client.code2ProtocolConverter.asUri(uri)),
      };
      const listener = client.onProgress(WorkDoneProgress.type, params.workDoneToken as string, forwardTo(progress));
      try {
        return await client.sendRequest<CheckSummary>(checkWorkspaceRequest, params, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      } finally {
        listener.dispose();
      }
    });
    if (!summary) return;
    void window.showInformationMessage(sentenceOf(summary));
    if (summary.error + summary.warning > 0) await commands.executeCommand('workbench.actions.view.problems');
  },
};

/** The protocol reports a percentage from 0 to 100, the editor wants what was added. */
function forwardTo(progress: Progress<{ message?: string; increment?: number }>) {
  let before = 0;
  return (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd) => {
    if (value.kind === 'end') return;
    const increment = Math.max(0, (value.percentage ?? before) - before);
    before += increment;
    progress.report({ increment, ...(value.message && { message: value.message }) });
  };
}

function sentenceOf({ files, more, error, warning, information, hint }: CheckSummary): string {
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const found = [counted(error, 'error'), counted(warning, 'warning'), counted(information + hint, 'hint')];
  const result = error + warning + information + hint === 0 ? 'nothing to report' : found.join(', ');
  return `Checked ${counted(files, 'file')}: ${result}.${more ? ' The workspace holds more than Confine reads; the others were not checked.' : ''}`;
}
