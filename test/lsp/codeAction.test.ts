import { expect, it, vi } from 'vitest';
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver';
import { Composer } from 'yaml';
import { vsCode } from '../helpers/clients';
import { languages } from '../helpers/languages';
import { startInProcess } from '../helpers/lspClient';

const uri = 'file:///project/pod.yaml';
const text =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: app\n      image: registry.example/app:1\n      securityContext:\n        privileged: true # why\n';
const range = { start: { line: 9, character: 20 }, end: { line: 9, character: 24 } };
const context = { diagnostics: [] };

const started = (resolves: boolean) =>
  startInProcess({
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
      textDocument: { codeAction: { ...vsCode.textDocument?.codeAction, ...(!resolves && { resolveSupport: undefined }) } },
    },
  });
const editsIn = (action: CodeAction) => ((action.edit?.documentChanges?.[0] as TextDocumentEdit | undefined)?.edits ?? []) as TextEdit[];

it('offers costly edits by title, and makes them when an action is taken', async () => {
  const client = await started(true);
  await client.open(uri, 'yaml', text);
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', { textDocument: { uri }, range, context });
  const costly = ['Set privileged: false…', 'Harden this pod to baseline…', 'Harden this pod to restricted…'];
  expect(actions.map(({ title }) => title)).toEqual(expect.arrayContaining(costly));
  for (const action of actions.filter(({ title }) => costly.includes(title))) {
    expect(action.edit, action.title).toBeUndefined();
    const resolved = await client.request<CodeAction>('codeAction/resolve', action);
    expect(editsIn(resolved).length).toBeGreaterThan(0);
    expect(Object.values(resolved.edit?.changeAnnotations ?? {})[0]).toMatchObject({ needsConfirmation: true });
  }
  // What costs nothing comes at once.
  expect(editsIn(actions.find(({ title }) => title.startsWith('Ignore')) as CodeAction)).toHaveLength(1);
  await client.stop();
});

it('makes the edit of the text as it stands then, or none', async () => {
  const client = await started(true);
  await client.open(uri, 'yaml', text);
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', { textDocument: { uri }, range, context });
  const action = actions.find(({ title }) => title === 'Set privileged: false…') as CodeAction;
  await client.edit(uri, 0, 0, '# a pod\n');
  expect((await client.request<CodeAction>('codeAction/resolve', action)).edit).toBeUndefined();
  await client.edit(uri, 0, '# a pod\n'.length, '');
  const resolved = await client.request<CodeAction>('codeAction/resolve', action);
  expect(resolved.edit?.documentChanges?.[0]).toMatchObject({ textDocument: { version: 3 } });
  await client.stop();
});

it('sends everything at once to clients that do not resolve', async () => {
  const client = await started(false);
  await client.open(uri, 'yaml', text);
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', { textDocument: { uri }, range, context });
  expect(actions.filter((action) => editsIn(action).length === 0)).toEqual([]);
  await client.stop();
});

it.each([
  [
    'of many documents, and judges one of them again for each fix',
    `${'apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n---\n'.repeat(2500)}${text}`,
    12_500,
  ],
  ['that is one document, and parses it once without judging it', `${text}# ${'x'.repeat(100_000)}\n`, 0],
])('sends what cures a finding of a long file %s', async (_, long, line) => {
  const client = await started(false);
  await client.open(uri, 'yaml', long);
  await client.diagnostics(uri);
  const parsed = vi.spyOn(Composer.prototype, 'compose');
  const [rule] = languages.find(({ name }) => name === 'pod')?.rules ?? [];
  if (!rule) throw new Error('pods have rules');
  const judged = vi.spyOn(rule, 'check');
  const place = (at: typeof range.start) => ({ ...at, line: at.line + line });
  const params = { textDocument: { uri }, range: { start: place(range.start), end: place(range.end) }, context };
  const actions = await client.request<CodeAction[]>('textDocument/codeAction', params);
  const edits = actions.map((action) => [action.title, editsIn(action).length]);
  expect(edits).toContainEqual(['Set privileged: false…', 1]);
  expect(edits.every(([, count]) => count === 1)).toBe(true);
  // The last argument is the length of what was parsed.
  expect(parsed.mock.calls.filter(([, , length]) => (length ?? 0) > 1000).length).toBeLessThanOrEqual(line ? 0 : 1);
  expect(judged.mock.calls.length).toBeLessThanOrEqual(line ? actions.length : 0);
  vi.restoreAllMocks();
  await client.stop();
});

it('hardens a long file for clients that do not resolve only when they ask for that kind', async () => {
  const client = await started(false);
  const long = `${text}# ${'x'.repeat(100_000)}\n`;
  await client.open(uri, 'yaml', long);
  const titles = async (only?: readonly string[]) => {
    const params = { textDocument: { uri }, range, context: { ...context, ...(only && { only }) } };
    return (await client.request<CodeAction[]>('textDocument/codeAction', params)).map(({ title }) => title);
  };
  expect(await titles()).toContain('Set privileged: false…');
  expect(await titles()).not.toContain('Harden this pod to baseline…');
  expect(await titles(['refactor.rewrite'])).toContain('Harden this pod to baseline…');
  await client.stop();
});
