import { afterEach, expect, it, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { languages } from '../helpers/languages';
import { type LspClient, startInProcess } from '../helpers/lspClient';

const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n      image: registry.example/app:1\n      securityContext:\n        privileged: true # why\n';
const uri = 'file:///project/pod.yaml';
const privileged = 'pod/privileged';

let client: LspClient;
afterEach(async () => {
  vi.restoreAllMocks();
  await client.stop();
});

const codes = async (of: string) => (await client.diagnostics(of)).map(({ code }) => code);
const language = languages.find(({ name }) => name === 'pod') as (typeof languages)[number];
const logged = () => {
  const messages: string[] = [];
  client.connection.onNotification('window/logMessage', ({ message }: { message: string }) => void messages.push(message));
  return messages;
};
const fails = () => {
  throw new Error('a mistake of ours');
};

/** Requests about a place, with the answer that means nothing. */
const asked = ['hover', 'completion', 'definition', 'references', 'documentHighlight', 'signatureHelp', 'prepareRename', 'codeAction'];
const paramsAt = (of: string, line: number, character: number) => ({
  textDocument: { uri: of },
  position: { line, character },
  range: { start: { line, character }, end: { line, character } },
  context: { diagnostics: [], includeDeclaration: true, triggerKind: 1 },
});

it('answers about documents that are not open, and places that are not there', async () => {
  client = await startInProcess();
  await client.open(uri, 'yaml', pod);
  for (const method of asked) {
    await client.request(`textDocument/${method}`, paramsAt('file:///project/closed.yaml', 0, 0));
    await client.request(`textDocument/${method}`, paramsAt(uri, 999, 999));
    await client.request(`textDocument/${method}`, paramsAt(uri, 2, 999));
  }
  await client.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  await client.connection.sendNotification('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ text: '' }] });
  expect(await client.diagnostics(uri)).toEqual([]);
});

it('counts in UTF-16 units, and ends lines as the protocol does', async () => {
  client = await startInProcess();
  const placeOf = async (of: string, text: string) => {
    await client.open(of, 'yaml', text);
    return (await client.diagnostics(of)).find(({ code }) => code === privileged)?.range.start;
  };
  // A lone carriage return ends a line, though not one of YAML's comments.
  const mixed = `# one\rtwo\r\n${pod.replace('kind: Pod\n', 'kind: Pod\r\n')}`;
  expect(await placeOf('file:///project/mixed.yaml', mixed)).toEqual({ line: 11, character: 20 });
  const flow = 'securityContext: { "🔒": 1, privileged: true }';
  const wide = pod.replace('securityContext:\n        privileged: true # why', flow);
  expect(await placeOf('file:///project/wide.yaml', wide)).toEqual({ line: 8, character: 6 + flow.indexOf('true') });
});

it.each(['untitled:Untitled-1', 'vscode-vfs://github/owner/repository/pod.yaml', 'file:///project/a%20b/p%C3%BCd.yaml'])(
  'serves %s',
  async (of) => {
    client = await startInProcess();
    await client.open(of, 'yaml', pod);
    expect(await codes(of)).toContain(privileged);
  },
);

it('keeps up with files that open, change and close in a row', async () => {
  client = await startInProcess({ settings: { preset: 'strict' } });
  const uris = Array.from({ length: 300 }, (_, i) => `file:///project/${i}.yaml`);
  for (const each of uris) {
    void client.open(each, 'yaml', pod);
    void client.edit(each, pod.indexOf('true'), pod.indexOf('true') + 4, 'false');
    if (Number(/\d+/.exec(each.slice(15))?.[0]) % 2)
      void client.connection.sendNotification('textDocument/didClose', { textDocument: { uri: each } });
  }
  expect(await codes(uris[298] as string)).not.toContain(privileged);
  expect(await codes(uris[298] as string)).toContain('pod/run-as-non-root');
  expect(await codes(uris[299] as string)).toEqual([]);
});

it('a rule that fails costs its own findings and is named in the log', async () => {
  client = await startInProcess();
  const messages = logged();
  vi.spyOn(language.rules.find(({ code }) => code === 'pod/writable-root') as (typeof language.rules)[number], 'check').mockImplementation(
    fails,
  );
  await client.open(uri, 'yaml', pod);
  expect(await codes(uri)).toContain(privileged);
  await expect.poll(() => messages.join('\n')).toMatch(/pod\/writable-root: Error: a mistake of ours/);
});

it('a feature that fails answers with nothing and is named in the log', async () => {
  client = await startInProcess();
  const messages = logged();
  vi.spyOn(language as Required<typeof language>, 'hover').mockImplementation(fails);
  vi.spyOn(language as Required<typeof language>, 'complete').mockImplementation(fails);
  await client.open(uri, 'yaml', pod);
  expect(await client.request('textDocument/hover', paramsAt(uri, 9, 10))).toBeNull();
  expect(await client.request('textDocument/completion', paramsAt(uri, 9, 10))).toBeNull();
  expect(await codes(uri)).toContain(privileged);
  await expect.poll(() => messages.filter((message) => message.includes('a mistake of ours')).length).toBe(2);
});

it('goes on after a text that could not be read, also for clients that are pushed to', async () => {
  client = await startInProcess({
    capabilities: { textDocument: { publishDiagnostics: { versionSupport: true } } },
    initializationOptions: { settings: {} },
  });
  const messages = logged();
  const published: { version: number; diagnostics: Diagnostic[] }[] = [];
  client.connection.onNotification('textDocument/publishDiagnostics', (params) => void published.push(params));
  const load = vi.spyOn(language, 'load').mockRejectedValue(new Error('a mistake of ours'));
  await client.open(uri, 'yaml', pod);
  await expect.poll(() => messages.join('\n')).toContain('a mistake of ours');
  load.mockRestore();
  await client.edit(uri, 0, 0, '# again\n');
  await expect.poll(() => published.at(-1)?.version).toBe(2);
  expect(published.at(-1)?.diagnostics.map(({ code }) => code)).toContain(privileged);
});

it('forgets what files of a removed folder say, and of deleted ones', async () => {
  const namespace =
    'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    pod-security.kubernetes.io/enforce: restricted\n';
  const other = 'file:///cluster/namespace.yaml';
  client = await startInProcess({ folders: ['file:///project', 'file:///cluster'], files: { [other]: namespace } });
  await client.open(uri, 'yaml', pod.replace('name: web', 'name: web\n  namespace: shop'));
  const severity = async () => (await client.diagnostics(uri)).find(({ code }) => code === privileged)?.severity;
  await expect.poll(severity).toBe(1);
  const folders = (added: string[], removed: string[]) =>
    client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: added.map((each) => ({ uri: each, name: '' })), removed: removed.map((each) => ({ uri: each, name: '' })) },
    });
  await folders([], ['file:///cluster']);
  await expect.poll(severity).toBe(2);
  await folders(['file:///cluster'], []);
  await expect.poll(severity).toBe(1);
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: other, type: 3 }] });
  await expect.poll(severity).toBe(2);
});

it('checks again when the configuration changes', async () => {
  const settings: { rules: Record<string, string> } = { rules: {} };
  client = await startInProcess({ settings });
  await client.open(uri, 'yaml', pod);
  expect(await codes(uri)).toContain(privileged);
  settings.rules = { [privileged]: 'off' };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  await expect.poll(() => codes(uri)).not.toContain(privileged);
});

it('what the editor shows first does not wait for the rest of the workspace', async () => {
  const listed: string[] = [];
  const disk = () => ({
    read: async () => undefined,
    list(folder: string) {
      listed.push(folder);
      return new Promise<never>(() => {});
    },
  });
  client = await startInProcess({ folders: ['file:///project'], disk });
  await client.open(uri, 'yaml', pod);
  expect(await codes(uri)).toContain(privileged);
  expect(await client.request('textDocument/codeLens', { textDocument: { uri } })).toHaveLength(2);
  expect(await client.request('confine/status', { uri })).toMatchObject({ language: 'pod' });
  expect(listed).toEqual(['file:///project']);
});

it('goes on where the client refuses what the server requests', async () => {
  const refused: string[] = [];
  client = await startInProcess({ refuses: (method) => void refused.push(method) });
  await client.open(uri, 'yaml', pod);
  expect(await codes(uri)).toContain(privileged);
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: {} });
  expect(await codes(uri)).toContain(privileged);
  expect(refused).toEqual(expect.arrayContaining(['client/registerCapability', 'workspace/configuration']));
});
