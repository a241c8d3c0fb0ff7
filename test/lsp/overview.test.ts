import { afterEach, describe, expect, it } from 'vitest';
import { memoryFiles } from '../../server/src/core';
import type { OverviewItem, OverviewParams, WorkspaceReport } from '../../server/src/lsp/protocol/overview';
import { type LspClient, startInProcess } from '../helpers/lspClient';

const pod = (name: string, security: string, more = '') => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
${more}  containers:
    - name: app
      image: quay.io/shop/${name}:1
      securityContext: ${security}
`;
const strict =
  '{ runAsNonRoot: true, runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, seccompProfile: { type: RuntimeDefault } }';
const texts: Record<string, string> = {
  'a/strict.yaml': pod('strict', strict),
  'b/plain.yaml': pod('plain', '{}'),
  'c/root.yaml': pod('root', '{ privileged: true }', '  hostNetwork: true\n'),
  'd/profiled.yaml': pod('profiled', '{ seccompProfile: { type: Localhost, localhostProfile: web.json } }'),
  'd/missing.yaml': pod('missing', '{ seccompProfile: { type: Localhost, localhostProfile: gone.json } }'),
  'seccomp/web.json': '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [] }\n',
  'seccomp/alone.json': '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [] }\n',
  'compose.yaml': 'services:\n  web:\n    image: quay.io/shop/web:2\n    security_opt: ["seccomp:seccomp/web.json"]\n',
  'containers/policy.json':
    '{\n  "default": [{ "type": "reject" }],\n  "transports": { "docker": { "quay.io/shop/strict": [{ "type": "insecureAcceptAnything" }] } }\n}\n',
};
const uriOf = (path: string) => `file:///project/${path}`;

let client: LspClient | undefined;
afterEach(async () => {
  await client?.stop();
  client = undefined;
});

/** A server over files in memory that counts what is read, and how often it says that the tree has changed. */
async function started(files: Readonly<Record<string, string>> = texts) {
  const current = Object.fromEntries(Object.entries(files).map(([path, text]) => [uriOf(path), text]));
  const read: string[] = [];
  const disk = () => ({
    ...memoryFiles(current),
    read: async (uri: string) => {
      read.push(uri);
      return current[uri];
    },
  });
  const running = await startInProcess({ folders: ['file:///project'], disk });
  client = running;
  let told = 0;
  const waiting: (() => void)[] = [];
  running.connection.onNotification('confine/overviewChanged', () => {
    told++;
    for (const done of waiting.splice(0)) done();
  });
  const items = (params: OverviewParams = {}) => running.request<OverviewItem[]>('confine/overview', params);
  return {
    client: running,
    current,
    read,
    items,
    told: () => told,
    nextChange: () => new Promise<void>((resolve) => waiting.push(resolve)),
    change: (path: string, type: number) =>
      running.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(path), type }] }),
    /** The children of a row, found by the labels on the way. */
    async below(...labels: readonly string[]): Promise<OverviewItem[]> {
      let level = await items();
      for (const label of labels) {
        const found = level.find((item) => item.label === label);
        expect(found, `${label} in ${level.map((item) => item.label)}`).toBeDefined();
        level = await items({ parent: (found as OverviewItem).id });
      }
      return level;
    },
  };
}

const lines = (items: readonly OverviewItem[]) => items.map(({ label, description }) => (description ? `${label}: ${description}` : label));

describe('the overview of a workspace', () => {
  it('has groups with how many rows are how weak', async () => {
    const { items } = await started();
    expect(lines(await items())).toEqual([
      'Workloads: 1 privileged, 3 baseline, 1 restricted, 1 not in a pod',
      'Profiles: 3',
      'Policies: 1',
      'Images: 6',
    ]);
  });

  it('has the worst workload first, with why it passes no stricter level and what confines its containers', async () => {
    const { below } = await started();
    const workloads = await below('Workloads');
    expect(workloads.map(({ label }) => label)).toEqual([
      'Pod root',
      'Pod plain',
      'Pod missing',
      'Pod profiled',
      'Pod strict',
      'service web',
    ]);
    expect(lines(await below('Workloads', 'Pod root'))).toEqual([
      'Not baseline: host namespaces and privileged',
      expect.stringMatching(/^app: \d weak settings · quay\.io\/shop\/root:1$/),
    ]);
    expect(lines(await below('Workloads', 'Pod strict', 'app'))).toEqual([
      'User: 1000, never root',
      'Privilege escalation: not allowed',
      'Capabilities: none',
      'Seccomp: RuntimeDefault',
      'AppArmor: RuntimeDefault',
      'SELinux: type and random level of the runtime',
      'Root file system: writable',
      'quay.io/shop/strict:1: is accepted unchecked: scope quay.io/shop/strict of docker decides',
    ]);
    const weak = (await below('Workloads', 'Pod root', 'app')).filter(({ tone, kind }) => tone === 'weak' && kind === 'setting');
    expect(weak.map(({ label }) => label)).toEqual([
      'Privileged',
      'Shared with the node',
      'User',
      'Privilege escalation',
      'Capabilities',
      'Seccomp',
      'AppArmor',
    ]);
  });

  it('leads to the line where a setting is written, else to the container', async () => {
    const { below } = await started();
    const rows = await below('Workloads', 'Pod root', 'app');
    const lineOf = (label: string) => rows.find((row) => row.label === label)?.place?.range.start.line;
    expect([lineOf('Shared with the node'), lineOf('Privileged'), lineOf('SELinux')]).toEqual([5, 9, 7]);
    expect(rows[0]?.place?.uri).toBe(uriOf('c/root.yaml'));
  });

  it('says of each profile who uses it, those that are missing first', async () => {
    const { below } = await started();
    expect(lines(await below('Profiles'))).toEqual([
      'gone.json: Seccomp · not in this workspace',
      'seccomp/web.json: Seccomp · 2 uses',
      'seccomp/alone.json: Seccomp · not used in this workspace',
    ]);
    expect(lines(await below('Profiles', 'seccomp/web.json'))).toEqual(['service web: compose.yaml', 'Pod profiled: d/profiled.yaml']);
  });

  it('says of each policy and image what is decided', async () => {
    const { below } = await started();
    expect(lines(await below('Policies'))).toEqual(['containers/policy.json: decides for 6 images of this workspace']);
    const verdicts = await below('Policies', 'containers/policy.json');
    expect(verdicts.map(({ label }) => label)[5]).toBe('quay.io/shop/strict:1');
    expect(verdicts[5]?.place?.range.start.line).toBe(2);
    expect(lines(await below('Images', 'quay.io/shop/web:2'))).toEqual(['service web: compose.yaml']);
  });

  it('speaks each row in words, also what its icon shows', async () => {
    const { below } = await started();
    const [worst] = await below('Workloads');
    expect(worst?.spoken).toBe('Pod root, privileged, weak, 2 rows');
    expect(worst?.details).toEqual(['Passes privileged.', 'Not baseline: host namespaces and privileged.', 'c/root.yaml']);
  });

  it.each([
    ['a level', { levels: ['restricted'] }, ['Pod strict']],
    ['two levels', { levels: ['privileged', 'restricted'] }, ['Pod root', 'Pod strict']],
    ['a text of the row', { text: 'PLAIN' }, ['Pod plain']],
    ['a text below the row', { text: 'localhost gone.json' }, ['Pod missing']],
    ['both', { levels: ['baseline'], text: 'root' }, ['Pod plain', 'Pod missing', 'Pod profiled']],
    [
      'a level that there is not',
      { levels: ['open'] },
      ['Pod root', 'Pod plain', 'Pod missing', 'Pod profiled', 'Pod strict', 'service web'],
    ],
  ])('filters by %s', async (_, filter, expected) => {
    const { items } = await started();
    const workloads = (await items(filter)).find(({ label }) => label === 'Workloads') as OverviewItem;
    expect((await items({ ...filter, parent: workloads.id })).map(({ label }) => label)).toEqual(expected);
  });

  it('is empty where there is nothing of ours', async () => {
    const { items } = await started({ 'package.json': '{}', 'notes.txt': 'text' });
    expect(await items()).toEqual([]);
  });
});

describe('a change', () => {
  it('of one file reads that file and no other, and is told once', async () => {
    const { below, change, nextChange, current, read, told } = await started();
    await below('Workloads');
    read.length = 0;
    current[uriOf('b/plain.yaml')] = pod('plain', '{ privileged: true }');
    const changed = nextChange();
    await change('b/plain.yaml', 2);
    await changed;
    expect((await below('Workloads')).slice(0, 2).map(({ label }) => label)).toEqual(['Pod root', 'Pod plain']);
    expect(new Set(read.filter((uri) => uri in current))).toEqual(new Set([uriOf('b/plain.yaml')]));
    expect(told()).toBe(1);
  });

  it('that says nothing new is not told', async () => {
    const { below, change, nextChange, current, told } = await started();
    await below('Workloads');
    current[uriOf('b/plain.yaml')] = `${texts['b/plain.yaml']}# a comment\n`;
    await change('b/plain.yaml', 2);
    // The next one is told; the first would have been told before it.
    await below('Workloads');
    const changed = nextChange();
    current[uriOf('a/new.yaml')] = pod('new', strict);
    await change('a/new.yaml', 1);
    await changed;
    expect(told()).toBe(1);
    expect((await below('Workloads')).map(({ label }) => label)).toContain('Pod new');
  });

  it('of an open text counts before it is saved, once for many keys', async () => {
    const { client: running, below, nextChange, told } = await started();
    const uri = uriOf('b/plain.yaml');
    const text = texts['b/plain.yaml'] as string;
    await running.open(uri, 'yaml', text);
    await below('Workloads');
    const changed = nextChange();
    const at = text.indexOf('plain');
    await running.edit(uri, at, at + 5, 'f');
    for (const [i, key] of [...'ancy'].entries()) await running.edit(uri, at + 1 + i, at + 1 + i, key);
    await changed;
    expect((await below('Workloads')).map(({ label }) => label)).toContain('Pod fancy');
    expect(told()).toBeLessThan('fancy'.length);
  });

  it('of what a policy decides is told, as is a file that goes', async () => {
    const { below, change, nextChange, current } = await started();
    await below('Images');
    let changed = nextChange();
    current[uriOf('containers/policy.json')] = '{ "default": [{ "type": "insecureAcceptAnything" }] }\n';
    await change('containers/policy.json', 2);
    await changed;
    expect((await below('Images')).every(({ description }) => description.startsWith('is accepted unchecked'))).toBe(true);
    changed = nextChange();
    delete current[uriOf('c/root.yaml')];
    await change('c/root.yaml', 3);
    await changed;
    expect((await below('Workloads')).map(({ label }) => label)).not.toContain('Pod root');
  });
});

it('exports the page of confine report', async () => {
  const { client: running } = await started();
  const { title, markdown } = await running.request<WorkspaceReport>('confine/report', null);
  expect(title).toBe('project');
  expect(markdown).toContain('# What confines the workloads of project');
  expect(markdown).toContain('6 workloads: 1 restricted, 3 baseline, 1 privileged and 1 not in a pod.');
  expect(markdown).toMatch(/^\| `Pod root` \| `app` \|/m);
});

it('has the services of Compose files after the pods, without what only a pod has', async () => {
  const { items, below } = await started({
    'a.yaml': pod('strict', strict),
    'compose.yaml':
      'services:\n  db:\n    image: db:1\n    user: "70"\n    cap_drop: [ALL]\n    security_opt: [no-new-privileges]\n  web:\n    image: web:1\n    privileged: true\n    network_mode: host\n',
  });
  const [group] = await items();
  expect(group?.description).toBe('1 restricted, 2 not in a pod');
  const rows = await below('Workloads');
  expect(rows.map(({ kind, label, tone }) => [kind, label, tone])).toEqual([
    ['workload', 'Pod strict', 'strong'],
    ['service', 'service web', 'weak'],
    ['service', 'service db', 'strong'],
  ]);
  expect(rows[1]?.description).toMatch(/weak settings · web:1 · compose\.yaml$/);
  const settings = await below('Workloads', 'service web');
  expect(settings.filter(({ tone }) => tone === 'weak').map(({ label, description }) => [label, description])).toEqual(
    expect.arrayContaining([
      ['Privileged', 'no confinement at all'],
      ['Shared with the node', 'network'],
      ['Capabilities', 'every capability'],
    ]),
  );
  // Confine has no answers and no hardening for a Compose file.
  expect(settings.filter(({ kind, question }) => kind === 'setting' && question)).toEqual([]);
  expect((await items({ levels: ['restricted'], parent: group?.id ?? '' })).map(({ label }) => label)).toEqual(['Pod strict']);
});
