import type { BaseLanguageClient } from 'vscode-languageclient';
import type { Command } from './command';

/** Starts the server anew: with fresh options, and after a crash. */
export async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

export const restartServer: Command = {
  id: 'restartServer',
  run: ({ client }) => restart(client),
};

/** What the server logs; in full with `confine.trace.server`. */
export const showOutput: Command = {
  id: 'showOutput',
  async run({ client }) {
    client.outputChannel.show();
  },
};
