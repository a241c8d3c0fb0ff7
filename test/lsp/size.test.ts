import { afterEach, expect, it } from 'vitest';
import { workLimits } from '../../server/src/core';
import { type Status, statusRequest } from '../../server/src/lsp/protocol/status';
import { type LspClient, startInProcess } from '../helpers/lspClient';

let client: LspClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

const pod = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers: [{ name: app, image: app, securityContext: { privileged: true } }]
`;
const filled = (length: number) => `${pod}${'# filled\n'.repeat(Math.ceil((length - pod.length) / 9))}`;

it('a file beyond the limit is not read, and the status says so', async () => {
  client = await startInProcess({ folders: ['file:///project'] });
  const uri = 'file:///project/large.yaml';
  await client.open(uri, 'yaml', filled(workLimits.text + 1));
  expect(await client.diagnostics(uri)).toEqual([]);
  const status = await client.request<Status | null>(statusRequest, { uri });
  expect(status).toMatchObject({ language: 'pod', description: 'larger than 8 MB, not checked', can: [] });
});

it('it is read as soon as it is small enough', async () => {
  client = await startInProcess({ folders: ['file:///project'] });
  const uri = 'file:///project/large.yaml';
  await client.open(uri, 'yaml', filled(workLimits.text + 1));
  await client.edit(uri, pod.length, workLimits.text * 2, '');
  expect((await client.diagnostics(uri)).map(({ code }) => code)).toContain('pod/privileged');
});

it('a large text of another kind has no status', async () => {
  client = await startInProcess({ folders: ['file:///project'] });
  const uri = 'file:///project/large.yaml';
  await client.open(uri, 'yaml', '# filled\n'.repeat(Math.ceil(workLimits.text / 9) + 1));
  expect(await client.request<Status | null>(statusRequest, { uri })).toBeNull();
});
