import type { ExtensionContext } from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { start, stop } from './extension';

/** Desktop and remote: the server is a Node process of its own and reads the disk itself. */
export async function activate(context: ExtensionContext): Promise<void> {
  const server = { module: context.asAbsolutePath('dist/server/main.js'), transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  await start(context, { readsByClient: false }, (options: LanguageClientOptions) => {
    return new LanguageClient('confine', 'Confine', { run: server, debug }, options);
  });
}

export const deactivate = stop;
