/// <reference lib="webworker" />
import { type ExtensionContext, Uri, workspace } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { endingLine, type FileVersion, fileWords, longestSilence, workingNotification } from '../../server/src/lsp/protocol/heartbeat';
import { start, stop } from './extension';
import { type SilenceWatch, watchSilence } from './silence';

/** The web: the server is a worker and asks the client for files. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server/browser.js');
  let worker: Worker | undefined;
  let watch: SilenceWatch | undefined;
  /** The file that the worker works on, and the one on which its predecessor was ended. */
  let current: FileVersion = { uri: '' };
  let ended: FileVersion | undefined;
  const startWorker = async () => {
    worker?.terminate();
    watch?.stop();
    const started = new Worker(await addressOf(script));
    const reader = new EndingReader(started);
    worker = started;
    current = { uri: '' };
    watch = watchSilence(longestSilence, () => {
      client?.outputChannel.error(endingLine(`no beat for ${longestSilence} s`, fileWords(current)));
      ended = current.uri ? current : undefined;
      started.terminate();
      reader.end();
    });
    // Not the worker itself: the extension host replaces `Worker`, so that the client library does not know its own by `instanceof`.
    return { reader, writer: new BrowserMessageWriter(started) };
  };
  const ending = {
    async file() {
      const file = ended;
      ended = undefined;
      return file;
    },
  };
  let client: LanguageClient | undefined;
  context.subscriptions.push({ dispose: () => watch?.stop() });
  await start(context, { readsByClient: true, hearsBeats: true }, ending, (options) => {
    client = new LanguageClient('confine', 'Confine', startWorker, options);
    client.onNotification(workingNotification, (file: FileVersion) => {
      current = file;
      watch?.beat();
    });
    return client;
  });
}

export const deactivate = stop;

/** A terminated worker sends no event, so the code that terminates it ends the connection. */
class EndingReader extends BrowserMessageReader {
  end(): void {
    this.fireClose();
  }
}

/** Workers cannot be started from a `vscode-remote:` address, so there the script is read and handed over as a blob. */
async function addressOf(script: Uri): Promise<string> {
  if (script.scheme !== 'vscode-remote') return script.toString(true);
  const code = await workspace.fs.readFile(script);
  return URL.createObjectURL(new Blob([code as Uint8Array<ArrayBuffer>], { type: 'text/javascript' }));
}
