import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ToolAnswer } from '../../server/src/lsp/protocol/tools';
import { inputSchema, tools } from '../../server/src/tools';
import { type LspClient, startInProcess } from '../helpers/lspClient';

const manifest = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8'));

it('the manifest declares for VS Code what the table has', () => {
  const declared = manifest.contributes.languageModelTools.map(
    ({ name, displayName, modelDescription, inputSchema: schema }: Record<string, unknown>) => ({
      name,
      displayName,
      modelDescription,
      schema,
    }),
  );
  expect(declared).toEqual(
    tools.map((tool) => ({ name: tool.name, displayName: tool.title, modelDescription: tool.description, schema: inputSchema(tool) })),
  );
});

it('each can be named in a prompt, by a name of its own', () => {
  const names = manifest.contributes.languageModelTools.map(({ toolReferenceName }: { toolReferenceName: string }) => toolReferenceName);
  expect(new Set(names).size).toBe(tools.length);
  for (const name of names) expect(name).toMatch(/^confine[A-Z]\w+$/);
});

const pod = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec:
  containers:
    - name: app
      image: app
      securityContext: { privileged: true }
`;

let client: LspClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function ask(name: string, args: unknown, folders: readonly string[] = ['file:///project']): Promise<ToolAnswer> {
  client = await startInProcess({
    folders,
    files: { 'file:///project/deploy/a%20b.yaml': pod, 'file:///project/deploy/web.yaml': pod, 'file:///secret/pod.yaml': pod },
  });
  return client.request<ToolAnswer>('confine/tool', { name, arguments: args });
}

it('the language server answers them for the files of the workspace', async () => {
  const { text } = await ask('confine_check', { path: 'deploy/a b.yaml' });
  expect(JSON.parse(text).findings).toContainEqual(expect.objectContaining({ rule: 'pod/privileged', line: 8 }));
});

it('a path may begin with the name of a folder where there are several', async () => {
  const { text } = await ask('confine_explain', { path: 'project/deploy/a b.yaml', query: 'app' }, ['file:///other', 'file:///project']);
  expect(text).toContain('`privileged` | true');
});

it('an error leads to the line that causes it', async () => {
  const error =
    'Error from server (Forbidden): error when creating "web.yaml": pods "web" is forbidden: violates PodSecurity "baseline:latest": privileged (container "app" must not set securityContext.privileged=true)';
  const { text } = await ask('confine_why', { text: error });
  expect(JSON.parse(text).answers[0]).toMatchObject({
    certainty: 'certain',
    decides: { path: 'deploy/web.yaml', range: { start: { line: 7 } } },
  });
});

it.each([
  ['a file outside', 'confine_check', { path: '/secret/pod.yaml' }],
  ['a way out', 'confine_check', { path: '../secret/pod.yaml' }],
  ['no text', 'confine_why', { text: 1 }],
  ['no tool', 'confine_apply', {}],
  ['no arguments', 'confine_rule', null],
])('says why there is no answer: %s', async (_, name, args) => {
  const { text, failed } = await ask(name, args);
  expect(failed).toBe(true);
  expect(text).toMatch(/^[A-Z/.][^{}]*\.$/);
});
