// A small client of the language server over its standard streams.

import { spawn } from 'node:child_process';
import path from 'node:path';
import rpc from 'vscode-languageserver/node';
import { root } from '../run.mjs';

const own = { command: process.execPath, args: [path.join(root, 'dist/server/main.js'), '--stdio'], env: {} };

/** Starts the server, or what a command starts, for a folder or without one; resolves to its connection when it has answered `initialize`. */
export async function startServer({ command, args, env } = own, folder = null) {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  // What the server asks has no answer here: settings are the defaults.
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
  connection.onRequest(() => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder,
    workspaceFolders: folder && [{ uri: folder, name: 'bench' }],
    capabilities: { textDocument: { diagnostic: {}, synchronization: {} }, workspace: { configuration: true } },
  });
  await connection.sendNotification('initialized', {});
  const end = async () => {
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    connection.dispose();
  };
  return { pid: child.pid, connection, end };
}

/** An open text: each edit resolves when the diagnostics of its version are there. */
export async function openText({ connection }, { uri: name, language, text, at }) {
  const uri = `file:///bench/${name}`;
  const offset = text.lastIndexOf(at);
  const before = text.slice(0, offset).split('\n');
  const place = { line: before.length - 1, character: before.at(-1).length };
  let version = 1;
  const pull = () => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: language, version, text } });
  const first = await pull();
  return {
    first,
    async edit() {
      const isIn = version % 2 === 0;
      version += 1;
      const end = isIn ? { ...place, character: place.character + 1 } : place;
      const contentChanges = [{ range: { start: place, end }, text: isIn ? '' : 'x' }];
      await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
      return pull();
    },
  };
}
