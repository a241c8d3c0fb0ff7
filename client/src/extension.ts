import { type ExtensionContext, extensions, window, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { type InitializationOptions, neighboursChanged } from '../../server/src/lsp/protocol';
import { commandIds, registerCommands, restart, trustedCommands } from './commands';
import { answerReads } from './files';
import { currentNeighbours } from './neighbours';
import { previewCodeActions, registerPreview } from './preview';
import { registerReports } from './reports';
import { documentSelector } from './selector';
import { registerStatus } from './status';

let client: BaseLanguageClient | undefined;

/** What desktop and web share; they differ in how the server is started and in who reads files. */
export async function start(
  context: ExtensionContext,
  edge: Required<Pick<InitializationOptions, 'readsByClient'>>,
  createClient: (options: LanguageClientOptions) => BaseLanguageClient,
): Promise<void> {
  const output = window.createOutputChannel('Confine', { log: true });
  const created = createClient({
    documentSelector: documentSelector(),
    outputChannel: output,
    diagnosticCollectionName: 'confine',
    diagnosticPullOptions: { onChange: true },
    markdown: { isTrusted: { enabledCommands: trustedCommands }, supportThemeIcons: true },
    middleware: previewCodeActions,
    initializationOptions: (): InitializationOptions => ({
      ...edge,
      neighbours: currentNeighbours(),
      trusted: workspace.isTrusted,
      commands: commandIds,
    }),
  });
  client = created;
  context.subscriptions.push(
    output,
    answerReads(created),
    registerReports(),
    registerPreview(created),
    registerCommands(created, context),
    extensions.onDidChange(() => created.isRunning() && created.sendNotification(neighboursChanged, currentNeighbours())),
    // What a check of the workspace published of a file would stand beside what is pulled once it has a tab.
    created.visibleDocuments.onOpen((uris) => {
      for (const uri of uris) created.diagnostics?.delete(uri);
    }),
    workspace.onDidGrantWorkspaceTrust(() => restart(created)),
  );
  await created.start();
  context.subscriptions.push(registerStatus(created));
}

export async function stop(): Promise<void> {
  await client?.stop();
}
