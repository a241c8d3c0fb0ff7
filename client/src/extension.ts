import { type ExtensionContext, extensions, l10n, window, workspace } from 'vscode';
import { type BaseLanguageClient, CloseAction, type ErrorHandler, type LanguageClientOptions } from 'vscode-languageclient';
import { readAgainNotification } from '../../server/src/lsp/protocol/heartbeat';
import { type InitializationOptions, neighboursChanged } from '../../server/src/lsp/protocol/start';
import type { FileParams } from '../../server/src/lsp/protocol/text';
import { commandIds, registerCommands, restart, trustedCommands } from './commands';
import type { Ending } from './ending';
import { registerExplainActions } from './explainActions';
import { answerReads } from './files';
import { createLeftOut, type LeftOut } from './leftOut';
import { currentNeighbours } from './neighbours';
import { previewCodeActions, registerPreview } from './preview';
import { registerReports } from './reports';
import { registerReview } from './review';
import { documentSelector } from './selector';
import { registerStatus } from './status';
import { registerTools } from './tools';
import { registerWorkspaceView } from './workspaceView';

let client: BaseLanguageClient | undefined;

/** What desktop and web share; they differ in how the server is started and in who reads files. */
export async function start(
  context: ExtensionContext,
  edge: Required<Pick<InitializationOptions, 'readsByClient' | 'hearsBeats'>>,
  ending: Ending,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<void> {
  const output = window.createOutputChannel('Confine', { log: true });
  const leftOut = createLeftOut();
  const created: BaseLanguageClient = createClient({
    documentSelector: documentSelector(),
    outputChannel: output,
    diagnosticCollectionName: 'confine',
    diagnosticPullOptions: { onChange: true },
    markdown: { isTrusted: { enabledCommands: trustedCommands }, supportThemeIcons: true },
    middleware: previewCodeActions,
    errorHandler: restarting(ending, leftOut, () => created),
    initializationOptions: (): InitializationOptions => ({
      ...edge,
      neighbours: currentNeighbours(),
      trusted: workspace.isTrusted,
      commands: commandIds,
      leftOut: leftOut.files,
    }),
  });
  client = created;
  const view = registerWorkspaceView(created);
  context.subscriptions.push(
    output,
    answerReads(created),
    created.onNotification(readAgainNotification, ({ uri }: FileParams) => leftOut.remove(uri)),
    registerReports(),
    registerPreview(created),
    registerReview(),
    registerExplainActions(created),
    view,
    registerTools(created, context),
    registerCommands({ client: created, context, view }),
    extensions.onDidChange(() => created.isRunning() && created.sendNotification(neighboursChanged, currentNeighbours())),
    // What a check of the workspace published of a file would be shown beside what is pulled once it has a tab.
    created.visibleDocuments.onOpen((uris) => {
      for (const uri of uris) created.diagnostics?.delete(uri);
    }),
    workspace.onDidGrantWorkspaceTrust(() => restart(created)),
  );
  await created.start();
  context.subscriptions.push(registerStatus(created, leftOut));
}

/**
 * A server that was ended for its silence is started again without the file that it worked on, however often that happens. What ends for
 * another reason, or although that file was left out, counts as a crash: after some of these the library gives up.
 */
function restarting(ending: Ending, leftOut: LeftOut, client: () => BaseLanguageClient): ErrorHandler {
  let crashes: ErrorHandler | undefined;
  const other = () => {
    crashes ??= client().createDefaultErrorHandler();
    return crashes;
  };
  return {
    error: (error, message, count) => other().error(error, message, count),
    async closed() {
      const file = await ending.file();
      if (file === undefined || !leftOut.add(file)) return other().closed();
      return {
        action: CloseAction.Restart,
        handled: true,
        message: l10n.t('The server starts again and leaves out {0} until it changes.', file.uri),
      };
    },
  };
}

export async function stop(): Promise<void> {
  await client?.stop();
}
