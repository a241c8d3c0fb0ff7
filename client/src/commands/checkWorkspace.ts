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
        // A document may be open without a tab; the client requests the findings of those in tabs only.
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

/** The same counts as those of the Problems view, which shows no hints, and of `confine check`. */
function sentenceOf({ files, more, error, warning, information, hint }: CheckSummary): string {
  const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const found = [
    ...(error > 0 ? [counted(error, 'error')] : []),
    ...(warning > 0 ? [counted(warning, 'warning')] : []),
    ...(information > 0 ? [`${information} information`] : []),
    ...(hint > 0 ? [`${counted(hint, 'hint')} (shown in the editor only)`] : []),
  ];
  const rest = more ? ' The workspace has more files than Confine reads; the others were not checked.' : '';
  return `Checked ${counted(files, 'file')}: ${found.join(', ') || 'no findings'}.${rest}`;
}
