import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

const folder = mkdtempSync(path.join(tmpdir(), 'watchdog-'));
const server = path.join(folder, 'busyServer.js');

const bundle = (entry: string, outfile: string) =>
  build({
    absWorkingDir: path.join(import.meta.dirname, '../..'),
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
  });

beforeAll(async () => {
  await bundle('test/helpers/busyServer.ts', server);
  await bundle('server/src/watchdog/thread.ts', path.join(folder, 'watchdog.js'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

const uri = 'file:///project/a.yaml';
const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec: {containers: [{name: a, image: b}]}\n`;

/** Opens a pod of that name and asks for its diagnostics. */
async function ask({ stdout, stdin }: ChildProcess, name: string): Promise<unknown> {
  const connection = createMessageConnection(
    new StreamMessageReader(stdout as NonNullable<typeof stdout>),
    new StreamMessageWriter(stdin as NonNullable<typeof stdin>),
  );
  connection.onRequest('workspace/configuration', () => [{}]);
  connection.onError(() => {});
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text: pod(name) } });
  const answer = connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  answer.catch(() => {});
  return name === 'busy' ? undefined : await answer;
}

const heard = (child: ChildProcess) => {
  const chunks: string[] = [];
  child.stderr?.on('data', (chunk) => chunks.push(String(chunk)));
  return () => chunks.join('');
};

it('ends a server that computes without an answer, and names the file', async () => {
  const child = spawn(process.execPath, [server, '500', '--stdio']);
  const log = heard(child);
  const ended = once(child, 'close');
  await ask(child, 'busy');
  expect((await ended)[1]).toBe('SIGKILL');
  expect(log()).toMatch(
    /^computing\nconfine: no answer for \d+ s; the server ends while it works on file:\/\/\/project\/a\.yaml \(version 1\)\n$/,
  );
}, 60_000);

it('leaves a server alone that answers', async () => {
  const child = spawn(process.execPath, [server, '500', '--stdio']);
  expect(await ask(child, 'quick')).toMatchObject({ kind: 'full' });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill();
}, 60_000);

it('ends a server that computes after its parent has died', async () => {
  // The parent hands its own pipes on, so that they stay open when it dies.
  const script = `require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit' })`;
  const parent = spawn(process.execPath, ['-e', script, '--', server, '1000000', '--stdio']);
  const log = heard(parent);
  await ask(parent, 'busy');
  // A server that still waits ends with its input, as ever.
  await vi.waitUntil(() => log().includes('computing'), { timeout: 30_000 });
  const closed = once(parent, 'close');
  parent.kill('SIGKILL');
  // The pipes are closed when the server has ended too.
  await closed;
  expect(log()).toContain('the editor has ended');
}, 60_000);
