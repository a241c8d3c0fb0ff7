import type { ExtensionContext } from 'vscode';
import { LanguageClient, type LanguageClientOptions, TransportKind } from 'vscode-languageclient/node';
import { type Ending, endingIn } from './ending';
import { start, stop } from './extension';

/** Desktop and remote: the server is a Node process of its own and reads the disk itself. */
export async function activate(context: ExtensionContext): Promise<void> {
  const server = { module: context.asAbsolutePath('dist/server/main.js'), transport: TransportKind.ipc };
  const debug = { ...server, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  let last: Ending | undefined;
  const stdioOptions: LanguageClientOptions['stdioOptions'] = {
    stdout: (output, log) => void endingIn(output, (line) => log.info(line)),
    stderr: (output, log) => {
      last = endingIn(output, (line) => log.error(line));
    },
  };
  const ending: Ending = { file: async () => last?.file() };
  // The watchdog of the process ends it.
  const edge = { readsByClient: false, hearsBeats: false };
  await start(context, edge, ending, (options: LanguageClientOptions) => {
    return new LanguageClient('confine', 'Confine', { run: server, debug }, { ...options, stdioOptions });
  });
}

export const deactivate = stop;
