import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver';
import { vsCode } from '../helpers/clients';
import { positionIn, startInProcess } from '../helpers/lspClient';

describe('a fix that changes another file', () => {
  const uri = 'file:///project/containers/policy.json';
  const folder = 'file:///project/containers/registries.d';
  const text =
    '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io": [{ "type": "sigstoreSigned", "keyPath": "/etc/pki/x.pub", "signedIdentity": { "type": "matchRepository" } }] } } }\n';
  const textDocument = { codeAction: vsCode.textDocument?.codeAction };
  const workspaceEdit = { documentChanges: true, resourceOperations: ['create'], changeAnnotationSupport: {} };
  const all = { textDocument, workspace: { workspaceEdit } };

  async function editsFor(capabilities: object, others: Readonly<Record<string, string>>, opened?: string) {
    const client = await startInProcess({ folders: ['file:///project'], files: { [uri]: text, ...others }, capabilities });
    await client.open(uri, 'containers-policy', text);
    if (opened) await client.open(opened, 'yaml', others[opened] ?? '');
    const at = positionIn(text, text.indexOf('quay.io'));
    const only = ['quickfix', 'refactor.rewrite'];
    const asked = { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [], only } };
    const offered = async () =>
      (await client.request<CodeAction[]>('textDocument/codeAction', asked)).filter(({ title }) => title.includes('registries.d/'));
    // The server looks through the workspace after it has answered that it is there.
    if (Object.keys(others).length) await expect.poll(async () => (await offered()).every(({ kind }) => kind === 'quickfix')).toBe(true);
    const edits = (await offered()).map(({ edit }) => edit);
    await client.stop();
    return edits;
  }

  it('makes the file, and asks first', async () => {
    const [edit] = await editsFor(all, {});
    expect(edit?.documentChanges).toEqual([
      { kind: 'create', uri: `${folder}/quay.io.yaml`, options: { overwrite: false }, annotationId: 'confirm' },
      {
        textDocument: { uri: `${folder}/quay.io.yaml`, version: null },
        edits: [
          {
            range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
            newText: 'docker:\n  quay.io:\n    use-sigstore-attachments: true\n',
            annotationId: 'confirm',
          },
        ],
      },
    ]);
    expect(edit?.changeAnnotations?.confirm).toEqual({
      label: expect.stringContaining('registries.d/quay.io.yaml'),
      needsConfirmation: true,
    });
  });
  it('is not offered where the client makes no files', async () => {
    const { resourceOperations: _, ...less } = workspaceEdit;
    expect(await editsFor({ textDocument, workspace: { workspaceEdit: less } }, {})).toEqual([]);
  });
  it('edits the file that is there, in its version where it is open', async () => {
    const there = { [`${folder}/a.yaml`]: 'docker:\n  quay.io:\n    lookaside: https://x\n' };
    for (const opened of [undefined, `${folder}/a.yaml`]) {
      const [edit] = await editsFor({ textDocument, workspace: { workspaceEdit: { documentChanges: true } } }, there, opened);
      expect(edit?.documentChanges).toMatchObject([
        {
          textDocument: { uri: `${folder}/a.yaml`, version: opened ? 1 : null },
          edits: [{ newText: '\n    use-sigstore-attachments: true' }],
        },
      ]);
      expect(edit?.changeAnnotations).toBeUndefined();
    }
  });
});

it('points into other files', async () => {
  const folder = 'file:///project/containers/registries.d';
  const [first, second] = ['# Ours.\ndocker:\n  quay.io:\n    lookaside: https://x\n', 'docker:\n  quay.io:\n    lookaside: https://y\n'];
  const files = { [`${folder}/a.yaml`]: first, [`${folder}/b.yaml`]: second };
  const client = await startInProcess({ folders: ['file:///project'], files });
  await client.open(`${folder}/b.yaml`, 'yaml', second);
  const found = async () =>
    (await client.diagnostics(`${folder}/b.yaml`)).find((diagnostic) => diagnostic.code === 'policy/registries-duplicate');
  // The server looks through the workspace after it has answered that it is there.
  await expect.poll(found).toBeDefined();
  expect((await found())?.relatedInformation?.[0]?.location).toEqual({
    uri: `${folder}/a.yaml`,
    range: { start: { line: 2, character: 2 }, end: { line: 2, character: 9 } },
  });
  await client.stop();
});

it('sees what is being written into an include', async () => {
  const folder = 'file:///project/apparmor.d';
  const web = 'profile web {\n  include <abstractions/queue>\n}\n';
  const queue = '/queue r,\n';
  const client = await startInProcess({
    folders: ['file:///project'],
    files: { [`${folder}/web`]: web, [`${folder}/abstractions/queue`]: queue },
  });
  await client.open(`${folder}/web`, 'apparmor', web);
  await client.open(`${folder}/abstractions/queue`, 'apparmor', queue);
  const errors = async () =>
    (await client.diagnostics(`${folder}/web`)).filter(({ severity }) => severity === 1).map(({ message }) => message);
  expect(await errors()).toEqual([]);
  await client.edit(`${folder}/abstractions/queue`, 8, 8, 'z');
  expect(await errors()).toEqual(['abstractions/queue has a mistake in line 1, "rz", so apparmor_parser refuses this file too.']);
  await client.edit(`${folder}/web`, 0, 0, '# a comment\n');
  expect(await errors()).toHaveLength(1);
  await client.edit(`${folder}/abstractions/queue`, 8, 9, '');
  expect(await errors()).toEqual([]);
  await client.stop();
});
