import { CancellationTokenSource, commands, l10n, window } from 'vscode';
import { WorkDoneProgress, type WorkDoneProgressBegin, type WorkDoneProgressEnd, type WorkDoneProgressReport } from 'vscode-languageclient';
import { type CheckSummary, type CheckWorkspaceParams, checkWorkspaceRequest } from '../../../server/src/lsp/protocol/checkWorkspace';
import { viewId } from '../workspaceView';
import type { Command, Host } from './command';

let runs = 0;
let running: CancellationTokenSource | undefined;

/** Checks every file of the workspace that Confine recognizes; the findings appear among the problems, and the view says how many there are. */
export const checkWorkspace: Command = {
  id: 'checkWorkspace',
  async run(host) {
    running?.cancel();
    const source = new CancellationTokenSource();
    running = source;
    await host.view.show(l10n.t('Checking…'));
    setChecking(true);
    try {
      const summary = await window.withProgress({ location: { viewId } }, () => checked(host, source));
      if (running === source) host.view.say(summary ? sentenceOf(summary) : l10n.t('The check was canceled.'));
    } finally {
      if (running === source) {
        running = undefined;
        setChecking(false);
      }
      source.dispose();
    }
  },
};

/** What has been found until then stays among the problems. */
export const cancelCheck: Command = {
  id: 'cancelCheck',
  async run() {
    running?.cancel();
  },
};

const setChecking = (value: boolean) => void commands.executeCommand('setContext', 'confine.checking', value);

async function checked({ client, view }: Host, source: CancellationTokenSource) {
  const params: CheckWorkspaceParams = {
    workDoneToken: `confine.checkWorkspace.${runs++}`,
    // A document may be open without a tab; the client requests the findings of those in tabs only.
    pulled: [...client.visibleDocuments.getResources()].map((uri) => client.code2ProtocolConverter.asUri(uri)),
  };
  const listener = client.onProgress(
    WorkDoneProgress.type,
    params.workDoneToken as string,
    (value: WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd) => {
      if (value.kind !== 'report' || value.message === undefined) return;
      view.say(l10n.t('Checking: {0}', value.message));
    },
  );
  try {
    return await client.sendRequest<CheckSummary>(checkWorkspaceRequest, params, source.token);
  } catch (error) {
    if (source.token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    listener.dispose();
  }
}

/** The same counts as those of the Problems view, which shows no hints, and of `confine check`. */
function sentenceOf({ files, more, error, warning, information, hint }: CheckSummary): string {
  const counts = [
    error > 0 && (error === 1 ? l10n.t('1 error') : l10n.t('{0} errors', error)),
    warning > 0 && (warning === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', warning)),
    information > 0 && l10n.t('{0} information', information),
    hint > 0 && (hint === 1 ? l10n.t('1 hint (shown in the editor only)') : l10n.t('{0} hints (shown in the editor only)', hint)),
  ].filter((count) => count !== false);
  const found = counts.length > 0 ? counts.join(', ') : l10n.t('no findings');
  const sentence = files === 1 ? l10n.t('Checked 1 file: {0}.', found) : l10n.t('Checked {0} files: {1}.', files, found);
  return more ? `${sentence} ${l10n.t('The workspace has more files than Confine reads; the others were not checked.')}` : sentence;
}
