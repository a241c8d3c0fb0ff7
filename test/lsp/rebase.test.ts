import { afterEach, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { seccompDefaultOf } from '../../server/src/knowledge';
import type { Default } from '../../server/src/lsp/protocol/compare';
import type { RebaseResult } from '../../server/src/lsp/protocol/rebase';
import type { SettingValue } from '../../server/src/lsp/protocol/settings';
import type { Status } from '../../server/src/lsp/protocol/status';
import { type LspClient, startInProcess } from '../helpers/lspClient';

const uri = 'file:///project/web.seccomp.json';

/** Docker 24's default without rmdir. */
function fork(): string {
  const { profile } = seccompDefaultOf('docker', '24');
  const syscalls = profile.syscalls.map((rule) => ({ ...rule, names: rule.names.filter((name) => name !== 'rmdir') }));
  return `${JSON.stringify({ ...profile, syscalls }, undefined, 2)}\n`;
}

let client: LspClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function opened(text: string, options: Parameters<typeof startInProcess>[0] = {}): Promise<LspClient> {
  client = await startInProcess({ folders: ['file:///project'], ...options });
  await client.open(uri, 'json', text);
  return client;
}

describe('a fork of a default in the editor', () => {
  it('is told by a lens that moves it', async () => {
    const server = await opened(fork());
    const lenses = (await server.request<{ command?: { title: string; command: string; arguments?: unknown[] } }[]>(
      'textDocument/codeLens',
      {
        textDocument: { uri },
      },
    ))!;
    const lens = lenses.find(({ command }) => command?.title.startsWith('Docker 24.0.9'));
    expect(lens?.command?.title).toMatch(/^Docker 24\.0\.9 minus rmdir · since then \d+ added, \d+ closed: Rebase$/);
    // The newest default needs no question.
    expect(lens?.command?.arguments).toEqual([uri, expect.stringMatching(/^docker@29\.\d/)]);
    expect(lens?.command?.command).toBe('confine.rebase');
  });

  it('gets an edit to preview, with what upstream closed', async () => {
    const server = await opened(fork());
    expect((await server.request<Status>('confine/status', { uri }))?.can).toContain('rebase');
    const result = (await server.request<RebaseResult>('confine/rebase', { uri, onto: 'docker@29' }))!;
    expect(result.title).toMatch(/^Rebase on Docker 29\./);
    expect(result.pieces).toContainEqual({
      call: 'socket',
      title: 'Change the conditions of socket',
      reason: 'security: AF_ALG, CVE-2026-31431',
      risk: 'What needs it fails afterwards.',
    });
    expect(result.pieces).toContainEqual({
      call: 'io_uring_setup',
      title: 'Stop allowing io_uring_setup',
      reason: 'security: io_uring',
      risk: 'What needs it fails afterwards.',
    });
    expect(result.pieces.find(({ call }) => call === 'cachestat')).toMatchObject({
      title: 'Allow cachestat',
      reason: expect.stringMatching(/^Docker allows it since \d+\.\d+\.\d+ \(20\d\d-\d\d\)$/),
    });
    expect(result.pieces.map(({ call }) => call)).not.toContain('rmdir');
    const [edit] = result.edits;
    expect(edit?.newText).not.toContain('rmdir');
    expect(edit?.range.start.line).toBeGreaterThan(0);
    const wrong = await server.request<RebaseResult>('confine/rebase', { uri, onto: 'docker@99' });
    expect(wrong).toMatchObject({ problem: expect.stringContaining('there is no release 99 of Docker'), edits: [] });
  });

  it('leaves out what the user does not take', async () => {
    const server = await opened(fork());
    const ask = async (leaveOut: readonly string[]) =>
      (await server.request<RebaseResult>('confine/rebase', { uri, onto: 'docker@29', leaveOut }))!;
    const all = await ask([]);
    const some = await ask(['cachestat', 'io_uring_setup']);
    expect(some.pieces).toEqual(all.pieces);
    const before = TextDocument.create(uri, 'json', 0, fork());
    const [whole = '', less = ''] = [all, some].map(({ edits }) => TextDocument.applyEdits(before, [...edits]));
    expect(whole).toContain('"cachestat"');
    expect(less).not.toContain('"cachestat"');
    expect(less).toContain('"io_uring_setup"');
    expect(less).not.toContain('"io_uring_enter"');
    const none = await ask(all.pieces.map(({ call }) => call));
    expect(none).toMatchObject({ title: all.title, pieces: all.pieces, edits: [] });
  });

  it('can be compared with the default that it was forked from', async () => {
    const server = await opened(fork());
    const defaults = (await server.request<Default[]>('confine/defaults', { uri }))!;
    const ancestor = defaults.find(({ isAncestor }) => isAncestor);
    expect(ancestor).toMatchObject({ title: 'docker 24.0.9 default', runtime: 'docker@24.0.9' });
    const diff = await server.request<{ report: string }>('confine/diff', { uri, against: { runtime: ancestor?.runtime } });
    expect(diff?.report).toContain('rmdir');
    expect(diff?.report).not.toContain('io_uring');
  });

  it('is nothing for other files', async () => {
    const server = await opened('{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_ALLOW"}]}');
    expect((await server.request<Status>('confine/status', { uri }))?.can).not.toContain('rebase');
    expect((await server.request<RebaseResult>('confine/rebase', { uri }))?.problem).toMatch(/not a fork/);
  });
});

it('a target with a release is offered, and decides in a settings file', async () => {
  const server = await opened(fork(), { files: { 'file:///project/.confine.yaml': 'target: docker@24\n' } });
  const values = (await server.request<SettingValue[]>('confine/settingValues', { uri, setting: 'target' }))!;
  expect(values.map(({ value }) => value)).toEqual(expect.arrayContaining(['docker@24', 'podman@5.3']));
  const status = await server.request<Status>('confine/status', { uri });
  expect(status?.description).toBe('Docker format, read as Docker 24.0.9 (as set)');
  const diff = await server.request<{ title: string; loosened: number; tightened: number; altered: number }>('confine/diff', { uri });
  expect(diff).toMatchObject({ title: expect.stringContaining('docker 24.0.9 default'), loosened: 0, tightened: 1, altered: 0 });
});
