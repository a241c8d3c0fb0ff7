import { afterEach, expect, it } from 'vitest';
import { memoryFiles } from '../../server/src/core';
import type { AskResult, QuestionRow } from '../../server/src/lsp/protocol/ask';
import { type LspClient, startInProcess } from '../helpers/lspClient';

const pod = (name: string, image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: app\n      image: ${image}\n`;
const uriOf = (path: string) => `file:///project/${path}`;

let client: LspClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

async function rowsFor(path: string, languageId: string, texts: Readonly<Record<string, string>>): Promise<readonly QuestionRow[]> {
  const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [uriOf(name), text]));
  client = await startInProcess({ folders: ['file:///project'], disk: () => memoryFiles(files) });
  await client.open(uriOf(path), languageId, texts[path] as string);
  // Answers when all files are read, however long that takes.
  await client.request('confine/overview', {});
  return client.request<QuestionRow[]>('confine/questions', { uri: uriOf(path) });
}

it('offers a policy the images of the workspace with its verdicts', async () => {
  const rows = await rowsFor('containers/policy.json', 'json', {
    'containers/policy.json':
      '{\n  "default": [{ "type": "reject" }],\n  "transports": { "docker": { "quay.io/shop": [{ "type": "insecureAcceptAnything" }] } }\n}\n',
    'b.yaml': pod('b', 'quay.io/shop/b:1'),
    'a.yaml': pod('a', 'docker.io/other/a:1'),
    'c.yaml': pod('c', 'quay.io/shop/b:1'),
  });
  expect(rows).toEqual([
    { query: 'docker.io/other/a:1', verdict: 'refused', decides: 'default' },
    { query: 'quay.io/shop/b:1', verdict: 'accepted unchecked', decides: 'docker quay.io/shop' },
  ]);
});

it('offers a seccomp profile the calls of its rules, those that depend on something first', async () => {
  const text = JSON.stringify({
    defaultAction: 'SCMP_ACT_ERRNO',
    syscalls: [
      { names: ['read', 'write', 'read'], action: 'SCMP_ACT_ALLOW' },
      { names: ['socket'], action: 'SCMP_ACT_ALLOW', args: [{ index: 0, value: 2, op: 'SCMP_CMP_EQ' }] },
      { names: ['ptrace'], action: 'SCMP_ACT_KILL_PROCESS' },
    ],
  });
  const rows = await rowsFor('seccomp/web.json', 'seccomp', { 'seccomp/web.json': text });
  expect(rows.map(({ query, verdict }) => `${verdict}: ${query}`)).toEqual([
    'depends on its arguments: socket',
    'allowed: read',
    'allowed: write',
    'kills the process: ptrace',
  ]);
  expect(rows.at(-1)?.decides).toBe('rule 3');
});

it('offers an AppArmor profile its plain paths and the programs of other profiles', async () => {
  const rows = await rowsFor('apparmor.d/web', 'apparmor', {
    'apparmor.d/web': 'profile web /usr/bin/web {\n  /etc/web.conf r,\n  deny /etc/shadow rw,\n  /srv/** r,\n  /usr/bin/helper Px,\n}\n',
    'apparmor.d/shop': 'profile shop /usr/bin/shop {\n  /srv/shop/** r,\n}\n',
  });
  expect(rows.map(({ query, verdict, decides }) => [query, verdict, decides])).toEqual(
    expect.arrayContaining([
      ['/etc/web.conf r', 'allowed', '/etc/web.conf r'],
      ['/etc/shadow rw', 'denied', 'deny /etc/shadow rw'],
      ['/usr/bin/helper x', 'allowed', '/usr/bin/helper Px'],
      ['/usr/bin/shop x', 'denied', 'no rule'],
    ]),
  );
  expect(rows.some(({ query }) => query.includes('*'))).toBe(false);
});

it('names the profile in each question where a file has several, and every question has an answer', async () => {
  const text = 'profile one {\n  /a r,\n}\nprofile two {\n  deny /b w,\n}\n';
  const rows = await rowsFor('apparmor.d/both', 'apparmor', { 'apparmor.d/both': text });
  expect(rows.map(({ query, verdict }) => `${verdict}: ${query}`)).toEqual(['allowed: one: /a r', 'denied: two: /b w']);
  for (const { query } of rows) {
    const answer = await client?.request<AskResult>('confine/ask', { uri: uriOf('apparmor.d/both'), query });
    expect(answer?.range).toBeDefined();
  }
});

it('offers at most 50 questions, and none where the file has none', async () => {
  const pods = Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`pods/${i}.yaml`, pod(`p${i}`, `quay.io/shop/p${i}:1`)]));
  const policy = '{ "default": [{ "type": "reject" }] }\n';
  expect(await rowsFor('containers/policy.json', 'json', { ...pods, 'containers/policy.json': policy })).toHaveLength(50);
  expect(await client?.request('confine/questions', { uri: uriOf('pods/1.yaml') })).toEqual([]);
});
