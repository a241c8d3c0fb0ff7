import { afterAll, expect, it } from 'vitest';
import type { DocumentDiagnosticReport } from 'vscode-languageserver';
import { vsCode } from '../helpers/clients';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let client: LspClient;
afterAll(() => client.stop());

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
