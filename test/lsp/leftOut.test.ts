import { afterEach, expect, it, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { sentHeartbeat } from '../../server/src/lsp/heartbeat';
import { type FileVersion, fileWords, readAgainNotification, workingNotification } from '../../server/src/lsp/protocol/heartbeat';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let client: LspClient | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await client?.stop();
  client = undefined;
});

const folder = 'file:///work';
const uri = `${folder}/a.yaml`;
const pod = (name: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n    - {name: a, image: b, securityContext: {privileged: true}}\n`;

async function start(options: { leftOut?: readonly FileVersion[]; hearsBeats?: boolean }, files: Readonly<Record<string, string>> = {}) {
  const started = await startInProcess({ folders: [folder], files, initializationOptions: options });
  client = started;
  const told: string[] = [];
  for (const method of [readAgainNotification, workingNotification])
    started.connection.onNotification(method, ({ uri }) => void told.push(`${method} ${uri}`));
  return { ...started, told };
}

const codes = (diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code }) => code);

it('leaves a file out until it changes, and tells the client then', async () => {
  const { open, edit, diagnostics, request, told } = await start({ leftOut: [{ uri }] }, { [uri]: pod('a') });
  await open(uri, 'yaml', pod('a'));
  expect(await diagnostics(uri)).toEqual([]);
  expect(await request('confine/status', { uri })).toBeNull();
  expect(await request('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 2 } })).toBeNull();
  expect(told).toEqual([]);
  await edit(uri, 0, 0, '# a\n');
  expect(codes(await diagnostics(uri))).toContain('pod/privileged');
  expect(told).toEqual([`${readAgainNotification} ${uri}`]);
});

it('reads a file whose open text was changed while the silent server was ended', async () => {
  const { open, diagnostics, told } = await start({ leftOut: [{ uri, version: 4 }] });
  await open(uri, 'yaml', pod('a'));
  expect(codes(await diagnostics(uri))).toContain('pod/privileged');
  expect(told).toEqual([`${readAgainNotification} ${uri}`]);
});

it('leaves out an unsaved text although the disk has another', async () => {
  const { open, diagnostics, request } = await start({ leftOut: [{ uri }] }, { [uri]: pod('on-disk') });
  expect(await request('confine/checkWorkspace', {})).toMatchObject({ files: 0 });
  await open(uri, 'yaml', pod('unsaved'));
  expect(await diagnostics(uri)).toEqual([]);
});

it('leaves a closed file out of what the workspace says and of its check', async () => {
  const policy = `${folder}/seccomp/p.json`;
  const files = { [uri]: pod('a').replace('privileged: true', 'seccompProfile: {type: Localhost, localhostProfile: p.json}') };
  const text = '{"defaultAction": "SCMP_ACT_ALLOW"}';
  const description = async (leftOut: readonly FileVersion[]) => {
    const { open, request, stop } = await start({ leftOut }, files);
    await request('confine/ask', { uri: policy, query: 'read' });
    await open(policy, 'seccomp', text);
    const { description } = await request<{ description: string }>('confine/status', { uri: policy });
    const { files: checked } = await request<{ files: number }>('confine/checkWorkspace', {});
    await stop();
    return { description, checked };
  };
  const all = await description([]);
  const without = await description([{ uri }]);
  client = undefined;
  expect([all.checked, without.checked]).toEqual([1, 0]);
  expect(all.description).not.toBe(without.description);
});

it('names the file that it works on to a client that listens', async () => {
  const { open, diagnostics, told } = await start({ hearsBeats: true });
  await open(uri, 'yaml', pod('a'));
  await diagnostics(uri);
  expect(told).toContain(`${workingNotification} ${uri}`);
});

it('sends a name before the work on it, and the same again each second', () => {
  vi.useFakeTimers();
  const sent: string[] = [];
  const heartbeat = sentHeartbeat((file) => sent.push(fileWords(file)));
  vi.advanceTimersByTime(1000);
  heartbeat.working({ uri: 'file:///a', version: 1 });
  heartbeat.working({ uri: 'file:///a', version: 1 });
  expect(sent).toEqual(['', 'file:///a (version 1)']);
  vi.advanceTimersByTime(2000);
  expect(sent.slice(2)).toEqual(['file:///a (version 1)', 'file:///a (version 1)']);
  heartbeat.end();
  vi.advanceTimersByTime(5000);
  expect(sent).toHaveLength(4);
});
