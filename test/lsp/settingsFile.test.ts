import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { restrictedKeys } from '../../server/src/service';
import { type LspClient, type StartOptions, startInProcess } from '../helpers/lspClient';

const pod = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  hostPID: true
  containers: [{ name: app, image: app, securityContext: { privileged: true } }]
`;

let client: LspClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function codesIn(uri: string, options: StartOptions): Promise<readonly unknown[]> {
  client = await startInProcess({ folders: ['file:///project'], ...options });
  await client.open(uri, 'yaml', pod);
  return (await client.diagnostics(uri)).map(({ code }) => code);
}

const inProject = 'file:///project/deploy/pod.yaml';

it.each([
  ['none', {}, {}, true],
  ['one in the workspace folder', { 'file:///project/.confine.yaml': 'rules:\n  pod/privileged: off\n' }, {}, false],
  ['one around the file', { 'file:///project/deploy/.confine.yaml': 'confine:\n  rules: { pod/privileged: off }\n' }, {}, false],
  [
    'the nearest of two',
    { 'file:///project/.confine.yaml': 'rules: { pod/privileged: off }\n', 'file:///project/deploy/.confine.yaml': 'kernel: 6.1\n' },
    {},
    true,
  ],
  ['one outside the workspace folder', { 'file:///.confine.yaml': 'rules: { pod/privileged: off }\n' }, {}, true],
  [
    'one that differs from the editor',
    { 'file:///project/.confine.yaml': 'rules: { pod/privileged: error }\n' },
    { rules: { 'pod/privileged': 'off' } },
    true,
  ],
  [
    'one about other rules',
    { 'file:///project/.confine.yaml': 'rules: { pod/host-namespaces: off }\n' },
    { rules: { 'pod/privileged': 'off' } },
    false,
  ],
  ['one that is not YAML', { 'file:///project/.confine.yaml': 'rules: {\n' }, {}, true],
])('the settings file decides over the editor: %s', async (_, files, settings, reported) => {
  const codes = await codesIn(inProject, { files, settings });
  expect(codes.includes('pod/privileged')).toBe(reported);
});

it('each workspace folder has its own', async () => {
  const files = { 'file:///a/.confine.yaml': 'rules: { pod/privileged: off }\n' };
  expect(await codesIn('file:///a/pod.yaml', { files, folders: ['file:///a', 'file:///b'] })).not.toContain('pod/privileged');
  await client?.stop();
  expect(await codesIn('file:///b/pod.yaml', { files, folders: ['file:///a', 'file:///b'] })).toContain('pod/privileged');
});

it('a change of the file is followed, and the status names it', async () => {
  const settingsFile = 'file:///project/.confine.yaml';
  const files: Record<string, string> = {};
  expect(await codesIn(inProject, { files })).toContain('pod/privileged');
  expect(await client?.request('confine/status', { uri: inProject })).not.toHaveProperty('settingsFile');
  files[settingsFile] = 'rules: { pod/privileged: off }\nkubernetes:\n  version: 1.30\n';
  await client?.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: settingsFile, type: 1 }] });
  expect((await client?.diagnostics(inProject))?.map(({ code }) => code)).not.toContain('pod/privileged');
  const status = await client?.request<{ readonly targets: readonly { readonly label: string; readonly value: string }[] }>(
    'confine/status',
    {
      uri: inProject,
    },
  );
  expect(status).toMatchObject({ settingsFile });
  expect(status?.targets.find(({ label }) => label === 'Kubernetes')?.value).toBe('1.30');
});

it('in a workspace that is not trusted, restricted settings of the file are ignored', async () => {
  const files = { 'file:///project/.confine.yaml': 'exclude: ["**/*.yaml"]\nrules: { pod/host-namespaces: off }\n' };
  expect(await codesIn(inProject, { files })).toEqual([]);
  await client?.stop();
  const codes = await codesIn(inProject, { files, initializationOptions: { trusted: false } });
  expect(codes).toContain('pod/privileged');
  expect(codes).not.toContain('pod/host-namespaces');
});

it('the restricted settings are those of the manifest', () => {
  const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'));
  const restricted: readonly string[] = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
  expect([...restrictedKeys].map((key) => `confine.${key}`).sort()).toEqual([...restricted].sort());
});

it('a choice is written into the file that decides', async () => {
  const files = { 'file:///project/deploy/.confine.yaml': 'kernel: "6.1" # hosts\n' };
  client = await startInProcess({ folders: ['file:///project'], files });
  await client.open(inProject, 'yaml', pod);
  const params = { uri: inProject, setting: 'target', value: 'podman' };
  expect(await client.request('confine/writeSetting', params)).toEqual({
    uri: 'file:///project/deploy/.confine.yaml',
    create: false,
    edits: [{ range: { start: { line: 0, character: 21 }, end: { line: 0, character: 21 } }, newText: '\ntarget: podman' }],
  });
});

it('a choice is written into a new file in the workspace folder where there is none', async () => {
  client = await startInProcess({ folders: ['file:///project'], files: {} });
  await client.open(inProject, 'yaml', pod);
  const params = { uri: inProject, setting: 'kubernetes.version', value: '1.33' };
  expect(await client.request('confine/writeSetting', params)).toMatchObject({
    uri: 'file:///project/.confine.yaml',
    create: true,
    edits: [{ newText: 'kubernetes.version: "1.33"\n' }],
  });
});

it.each([
  ['a file outside of the workspace', 'file:///elsewhere/pod.yaml', {}, null],
  [
    'a file that is not YAML',
    inProject,
    { 'file:///project/.confine.yaml': 'rules: {\n' },
    { uri: 'file:///project/.confine.yaml', create: false, edits: null },
  ],
])('no choice is written for %s', async (_, uri, files, answer) => {
  client = await startInProcess({ folders: ['file:///project'], files });
  await client.open(uri, 'yaml', pod);
  expect(await client.request('confine/writeSetting', { uri, setting: 'target', value: 'podman' })).toEqual(answer);
});

it.each([
  ['the file names', { 'file:///project/.confine.yaml': 'apparmor.includeFolders: [/srv/policy]\n' }, true, true],
  ['an untrusted file names', { 'file:///project/.confine.yaml': 'apparmor.includeFolders: [/srv/policy]\n' }, false, false],
  ['no file names', {}, true, false],
])('a client that reads for the server is told of the include folders that %s', async (_, settings, trusted, found) => {
  const files = { ...settings, 'file:///srv/policy/abstractions/shop': '/srv/shop/** r,\n' };
  const uri = 'file:///project/apparmor.d/shop';
  client = await startInProcess({ folders: ['file:///project'], files, initializationOptions: { readsByClient: true, trusted } });
  await client.open(uri, 'apparmor', 'profile shop {\n  include <abstractions/shop>\n}\n');
  const links = await client.request<readonly { readonly target?: string }[]>('textDocument/documentLink', { textDocument: { uri } });
  expect(links.map(({ target }) => target)).toEqual(found ? ['file:///srv/policy/abstractions/shop'] : []);
});
