import { afterEach, expect, it } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver';
import { vsCode } from '../helpers/clients';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let client: LspClient;
afterEach(() => client.stop());

it('findings that are as they were are not sent again', async () => {
  client = await startInProcess({ capabilities: vsCode });
  const uri = 'file:///project/web.seccomp.json';
  const text = '{\n  "defaultAction": "SCMP_ACT_ERRNO",\n  "syscalls": [{ "names": ["raed"], "action": "SCMP_ACT_ALLOW" }]\n}\n';
  await client.open(uri, 'seccomp', text);
  const pull = (previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
      ...(previousResultId && { previousResultId }),
    });
  const first = await pull();
  expect(first).toMatchObject({ kind: 'full', resultId: expect.any(String) });
  const again = await pull(first.resultId);
  expect(again).toEqual({ kind: 'unchanged', resultId: first.resultId });
  const start = text.indexOf('raed');
  await client.edit(uri, start, start + 4, 'reda');
  expect(await pull(first.resultId)).toMatchObject({ kind: 'full' });
});

it('an edit that changes no finding sends none, and one that moves them sends all', async () => {
  client = await startInProcess({ capabilities: vsCode });
  const uri = 'file:///project/pod.yaml';
  const text =
    '# a comment\napiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers: [{ name: a, image: b, securityContext: { privileged: true } }]\n';
  await client.open(uri, 'yaml', text);
  const pull = (previousResultId?: string) =>
    client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
      ...(previousResultId && { previousResultId }),
    });
  const first = await pull();
  expect(first).toMatchObject({ kind: 'full', items: expect.arrayContaining([expect.objectContaining({ code: 'pod/privileged' })]) });
  await client.edit(uri, 3, 3, 'x');
  expect(await pull(first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  await client.edit(uri, 0, 0, '\n');
  const moved = await pull(first.resultId);
  expect(moved.kind).toBe('full');
  // An older answer is no longer known.
  expect(await pull(first.resultId)).toMatchObject({ kind: 'full' });
  expect(await pull('from another server')).toMatchObject({ kind: 'full' });
});
