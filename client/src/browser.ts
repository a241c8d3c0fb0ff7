/// <reference lib="webworker" />
import { type ExtensionContext, Uri, workspace } from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient } from 'vscode-languageclient/browser';
import { start, stop } from './extension';

/** The web: the server is a worker and asks the client for files. */
export async function activate(context: ExtensionContext): Promise<void> {
  const script = Uri.joinPath(context.extensionUri, 'dist/server/browser.js');
  let worker: Worker | undefined;
  const startWorker = async () => {
    worker?.terminate();
    worker = new Worker(await addressOf(script));
    // Not the worker itself: the extension host replaces `Worker`, so that the client library does not know its own by `instanceof`.
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  await start(context, { readsByClient: true }, (options) => new LanguageClient('confine', 'Confine', startWorker, options));
}

export const deactivate = stop;

/** Workers cannot be started from a `vscode-remote:` address, so there the script is read and handed over as a blob. */
async function addressOf(script: Uri): Promise<string> {
  if (script.scheme !== 'vscode-remote') return script.toString(true);
  const code = await workspace.fs.readFile(script);
  return URL.createObjectURL(new Blob([code as Uint8Array<ArrayBuffer>], { type: 'text/javascript' }));
}
