import { spawn } from 'node:child_process';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { Worker } from 'node:worker_threads';
import {
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Diagnostic, InitializeResult, Registration, RegistrationParams } from 'vscode-languageserver';
import { createConnection } from 'vscode-languageserver/node';
import { type Files, memoryFiles } from '../../server/src/core';
import type { RunProgram } from '../../server/src/lsp/secondOpinion';
import { serve } from '../../server/src/lsp/server';
import type { Disk } from '../../server/src/lsp/session';
import { vsCode } from './clients';

const root = path.join(import.meta.dirname, '../..');

/** A client of a running server, as far as tests need one. */
export interface LspClient {
  readonly initialized: InitializeResult;
  readonly connection: MessageConnection;
  /** What the server has registered after its start. */
  readonly registered: readonly Registration[];
  open(uri: string, languageId: string, text: string): Promise<void>;
  /** Replaces `[start, end)` of the open text, as an incremental change. */
  edit(uri: string, start: number, end: number, text: string): Promise<string>;
  request<T>(method: string, params: unknown): Promise<T>;
  diagnostics(uri: string): Promise<Diagnostic[]>;
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  readonly settings?: unknown;
  readonly capabilities?: object;
  readonly initializationOptions?: object;
  /** A disk; else one in memory, of `files`. */
  readonly disk?: Disk;
  /** Of the process. */
  readonly arguments?: readonly string[];
  /** A program that starts the process, with its arguments: `strace -o FILE`. */
  readonly under?: readonly [string, ...string[]];
  /** The client refuses each request of the server, and this is told its method. */
  readonly refuses?: (method: string) => void;
  /** Stands for the programs of the system. */
  readonly run?: RunProgram;
}

/** The server in this process, over streams. */
export function startInProcess(options: StartOptions = {}): Promise<LspClient> {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const disk = options.disk ?? ((roots: () => readonly string[]) => below(roots, memoryFiles(options.files)));
  serve(createConnection(toServer, toClient), { disk, ...(options.run && { run: options.run }) });
  const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  answerReads(connection, options);
  return start(connection, options, () => {});
}

/** A disk in memory, with the bounds of the real one. */
function below(roots: () => readonly string[], files: Files): Files {
  const allowed = (uri: string) => roots().some((root) => uri === root || uri.startsWith(`${root}/`));
  return {
    read: async (uri) => (allowed(uri) ? files.read(uri) : undefined),
    list: async (uri) => (allowed(uri) ? files.list(uri) : []),
  };
}

/** The bundle for Node, as a process over stdio; it reads the files of the test through the client. */
export function startNodeBundle(options: StartOptions = {}): Promise<LspClient> {
  const [program, ...args] = options.under ? ([...options.under, process.execPath] as const) : ([process.execPath] as const);
  const child = spawn(program, [...args, path.join(root, 'dist/server/main.js'), ...(options.arguments ?? ['--stdio'])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  answerReads(connection, options);
  return start(connection, readingByClient(options), () => void child.kill());
}

/** The bundle for the web, in a worker that has what a web worker has and nothing of Node. */
export async function startWorkerBundle(options: StartOptions = {}): Promise<LspClient> {
  const shim = `
    const { parentPort, workerData } = require('node:worker_threads');
    const vm = require('node:vm');
    const self = { postMessage: (data) => parentPort.postMessage(data), onmessage: null, addEventListener() {}, console, setTimeout, clearTimeout, setInterval, clearInterval, queueMicrotask, TextDecoder, TextEncoder, URL, performance };
    self.self = self;
    parentPort.on('message', (data) => self.onmessage && self.onmessage({ data }));
    // eval and Function are off, as under the content security policy of the web.
    vm.runInNewContext(require('node:fs').readFileSync(workerData, 'utf8'), self, { contextCodeGeneration: { strings: false, wasm: false } });
  `;
  const worker = new Worker(shim, { eval: true, workerData: path.join(root, 'dist/server/browser.js') });
  const toClient = new PassThrough();
  const fromClient = new PassThrough();
  // The worker speaks in objects, the streams in framed text.
  worker.on('message', (message) => {
    const body = Buffer.from(JSON.stringify(message));
    toClient.write(`Content-Length: ${body.length}\r\n\r\n`);
    toClient.write(body);
  });
  new StreamMessageReader(fromClient).listen((message) => worker.postMessage(message));
  const connection = createMessageConnection(new StreamMessageReader(toClient), new StreamMessageWriter(fromClient));
  answerReads(connection, options);
  return start(connection, readingByClient(options), () => void worker.terminate());
}

const readingByClient = (options: StartOptions): StartOptions => ({
  ...options,
  initializationOptions: { readsByClient: true, ...options.initializationOptions },
});

/** Within the bounds that the client of VS Code keeps. */
function answerReads(connection: MessageConnection, options: StartOptions): void {
  let outside: readonly string[] = [];
  connection.onNotification('confine/foldersOutsideChanged', ({ folders }: { folders: readonly string[] }) => {
    outside = folders;
  });
  const files = below(() => [...(options.folders ?? []), ...outside], memoryFiles(options.files));
  connection.onRequest('confine/readFile', async ({ uri }: { uri: string }) => ({ text: (await files.read(uri)) ?? null }));
  connection.onRequest('confine/listFolder', ({ uri }: { uri: string }) => files.list(uri));
}

async function start(connection: MessageConnection, options: StartOptions, kill: () => void): Promise<LspClient> {
  const texts = new Map<string, { version: number; text: string }>();
  const onRequest = <Params>(method: string, answer: (params: Params) => unknown) =>
    connection.onRequest(method, (params: Params) => {
      if (!options.refuses) return answer(params);
      options.refuses(method);
      throw new ResponseError(-32603, 'refused');
    });
  onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => options.settings ?? {}));
  const registered: Registration[] = [];
  onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
    registered.push(...registrations);
    return null;
  });
  for (const method of [
    'workspace/diagnostic/refresh',
    'workspace/codeLens/refresh',
    'workspace/inlayHint/refresh',
    'window/workDoneProgress/create',
  ]) {
    onRequest(method, () => null);
  }
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    // With a process id the server would watch that process from a timer of its own, in this very process.
    processId: null,
    rootUri: null,
    workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: 'test' })),
    initializationOptions: options.initializationOptions ?? {},
    capabilities: options.capabilities ?? vsCode,
  });
  await connection.sendNotification('initialized', {});
  const notify = (method: string, params: object) => connection.sendNotification(method, params);
  return {
    initialized,
    connection,
    registered,
    async open(uri, languageId, text) {
      texts.set(uri, { version: 1, text });
      await notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
    },
    async edit(uri, start, end, inserted) {
      const { version, text } = texts.get(uri) as { version: number; text: string };
      const after = text.slice(0, start) + inserted + text.slice(end);
      texts.set(uri, { version: version + 1, text: after });
      const range = { start: positionIn(text, start), end: positionIn(text, end) };
      await notify('textDocument/didChange', { textDocument: { uri, version: version + 1 }, contentChanges: [{ range, text: inserted }] });
      return after;
    },
    request: (method, params) => connection.sendRequest(method, params),
    async diagnostics(uri) {
      const report = await connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
      return report.items;
    },
    async stop() {
      // No `exit`: the server in this process would end it.
      await connection.sendRequest('shutdown');
      connection.dispose();
      kill();
    },
  };
}

/** Line and character of an offset, counted the plain way. */
export function positionIn(text: string, offset: number): { line: number; character: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: (before.at(-1) as string).length };
}
