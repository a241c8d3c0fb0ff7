import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { serve } from './lsp/server';

/** The language server as a web worker; it has no disk and reads through the client. */
const worker = self as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
serve(createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker as never)));
