// What people wait for beyond one edit: a start, many changed files, a large file that opens beside the one they work in.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../run.mjs';
import { openText, startServer } from './client.mjs';
import { cpuOf, cpuOfRun, median, peakOf } from './process.mjs';
import { workloads } from './workloads.mjs';

/** The least that a server made with the same library is. */
const bare = `
import { createConnection, ProposedFeatures, TextDocumentSyncKind } from 'vscode-languageserver/node';
const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
connection.onInitialize(() => ({ capabilities: { textDocumentSync: TextDocumentSyncKind.Incremental } }));
connection.listen();
`;

/** Milliseconds of CPU from the spawn to the answer to initialize: ours and the bare server's, in turns. */
export async function startOfServers(rounds = 11) {
  const outfile = path.join(root, 'out', 'bare.cjs');
  const stdin = { contents: bare, resolveDir: root, loader: 'js' };
  await build({ stdin, bundle: true, minify: true, platform: 'node', format: 'cjs', outfile, logLevel: 'error' });
  const servers = { bare: { command: process.execPath, args: [outfile, '--stdio'], env: {} }, ours: undefined };
  const figures = { bare: [], ours: [] };
  for (let i = 0; i < rounds; i++) {
    for (const [name, command] of Object.entries(servers)) {
      const server = await startServer(command);
      figures[name].push(cpuOf(server.pid));
      await server.end();
    }
  }
  return { bare: median(figures.bare), ours: median(figures.ours) };
}

/** Until the process has done next to nothing for half a second; answers the CPU time that it has used then. */
async function settled(pid) {
  for (let last = cpuOf(pid), quiet = 0; ; ) {
    await wait(100);
    const now = cpuOf(pid);
    quiet = now - last < 2 ? quiet + 1 : 0;
    last = now;
    if (quiet === 5) return now;
  }
}

/** A change of many files at once, as by another branch: CPU until the server rests, beside a check of these files by the command. */
export async function manyChangedFiles({ all = 2000, changed = 200 } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'confine-bench-'));
  try {
    const file = (i) => path.join(folder, `team${i % 40}`, `app${i}.yaml`);
    for (let i = 0; i < 40; i++) mkdirSync(path.join(folder, `team${i}`));
    const text = (i, tag) => workloads['one pod'].text.replaceAll('app-1', `app-${i}`).replace(':1', `:${tag}`);
    const write = (count, tag) => Array.from({ length: count }, (_, i) => writeFileSync(file(i), text(i, tag)));
    write(all, 1);
    const server = await startServer(undefined, pathToFileURL(folder).href);
    const scanned = await settled(server.pid);
    write(changed, 2);
    const changes = Array.from({ length: changed }, (_, i) => ({ uri: pathToFileURL(file(i)).href, type: 2 }));
    await server.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    const cost = (await settled(server.pid)) - scanned;
    await server.end();
    const cli = path.join(root, 'dist/cli.js');
    const once = [cli, 'check', ...Array.from({ length: changed }, (_, i) => file(i))];
    return { scan: scanned, changed: cost, check: await cpuOfRun(process.execPath, once) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** MiB at most, after some edits of the stream of 1,000 documents. */
export async function memoryAfter(edits) {
  const server = await startServer();
  const text = await openText(server, workloads['yaml 1,000 documents']);
  for (let i = 0; i < edits; i++) await text.edit();
  const peak = peakOf(server.pid);
  await server.end();
  return peak;
}

/**
 * A large file opens while someone works in a small one: how long a hover there waits, one after the other until the large file is judged.
 * In milliseconds of the server's CPU, which on a quiet machine are the milliseconds that pass.
 */
export async function hoverWhileOpening(name) {
  const server = await startServer();
  const pod = workloads['one pod'];
  await openText(server, pod);
  const offset = pod.text.indexOf('runAsNonRoot');
  const before = pod.text.slice(0, offset).split('\n');
  const position = { line: before.length - 1, character: before.at(-1).length + 2 };
  const hover = () => server.connection.sendRequest('textDocument/hover', { textDocument: { uri: `file:///bench/${pod.uri}` }, position });
  await hover();
  let isOpen = false;
  const opened = openText(server, { ...workloads[name], uri: `large-${workloads[name].uri}` }).then(() => {
    isOpen = true;
  });
  const waits = [];
  while (!isOpen) {
    const start = cpuOf(server.pid);
    await hover();
    waits.push(cpuOf(server.pid) - start);
  }
  await opened;
  await server.end();
  return { hovers: waits.length, median: median(waits), longest: Math.max(...waits) };
}
