import { l10n, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Command } from './command';

/** Starts the server anew: with fresh options, and after a crash. */
export async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

/** Tells in the status bar that the server runs again, and which version of it. */
export const restartServer: Command = {
  id: 'restartServer',
  async run({ client }) {
    await restart(client);
    const version = client.initializeResult?.serverInfo?.version ?? '';
    window.setStatusBarMessage(l10n.t('$(check) Confine {0} runs again', version), shownFor);
  },
};

/** Milliseconds. */
const shownFor = 8_000;

/** What the server logs; in full with `confine.trace.server`. */
export const showOutput: Command = {
  id: 'showOutput',
  async run({ client }) {
    client.outputChannel.show();
  },
};
