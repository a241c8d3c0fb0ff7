import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { confine, folder, privileged, put, useFolder } from './folder';

useFolder();

const restricted = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  namespace: shop
spec:
  template:
    spec:
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: api
          image: registry.example/api:1
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: [ALL] } }
`;

const report = (...args: readonly string[]) => confine(['report', ...args]);

it('has the worst workload first, with what confines each container', () => {
  put('fleet/api.yaml', restricted);
  put(
    'fleet/web.yaml',
    privileged.replace('privileged: true # the device', 'privileged: true # confine-ignore pod/privileged: reads | the disk'),
  );
  const { stdout, status } = report('fleet');
  expect(status).toBe(0);
  expect(stdout).toContain('2 files, 2 workloads: 1 restricted, 0 baseline and 1 privileged.');
  expect(stdout).toMatch(
    /^\| {2}\| `Pod web` \| privileged \| .*privileged.* \| fleet\/web\.yaml \|\n\| shop \| `Deployment api` \| restricted \|/m,
  );
  expect(stdout).toMatch(
    /^\| `Deployment api` \| `api` \| registry\.example\/api:1 \| 1000 \| true \| false \| none \| false \| RuntimeDefault \|/m,
  );
  expect(stdout).toMatch(/^\| pod\/privileged \| reads \\\| the disk \| unknown \| {2}\| fleet\/web\.yaml:10 \|$/m);
});

it('has the services of Compose files, which pass no level', () => {
  const compose = `services:
  web:
    image: nginx:1
    privileged: true
  db:
    image: postgres:17
    user: "70"
    cap_drop: [ALL]
    cap_add: [CHOWN]
    read_only: true
    security_opt: [no-new-privileges:true, "seccomp:db.json"]
`;
  put('composed/compose.yaml', compose);
  put('composed/api.yaml', restricted);
  const { stdout } = report('composed');
  expect(stdout).toContain('2 files, 3 workloads: 1 restricted, 0 baseline, 0 privileged and 2 not in a pod.');
  const rows = stdout.match(/^\|.*`(?:service \w+|Deployment api)` \|.*$/gm) ?? [];
  expect(rows.slice(0, 3)).toEqual([
    '|  | `service web` | no pod | privileged | composed/compose.yaml |',
    '| shop | `Deployment api` | restricted |  | composed/api.yaml |',
    '|  | `service db` | no pod |  | composed/compose.yaml |',
  ]);
  expect(rows).toContain(
    '| `service web` | `web` | nginx:1 | USER of the image | false | true | every capability | false | Unconfined | Unconfined |',
  );
  expect(rows).toContain('| `service db` | `db` | postgres:17 | 70 | true | false | CHOWN | true | Localhost db.json | RuntimeDefault |');
});

it('says which forks of a default are out of date', () => {
  const fork = confine(['overlay', 'perf', '--target', 'docker@24']).stdout;
  put('fleet/seccomp/perf.json', fork);
  expect(report('fleet').stdout).toMatch(
    /^\| fleet\/seccomp\/perf\.json \| docker\\@24\S* \| out of date: the default has changed since; `confine rebase` moves it \|$/m,
  );
});

it('is data for programs, too', () => {
  const { files } = JSON.parse(report('--format', 'json', 'fleet').stdout);
  expect(
    files.map(({ path, workloads }: { path: string; workloads: { passes: string }[] }) => [path, workloads[0]?.passes]),
  ).toContainEqual(['fleet/web.yaml', 'privileged']);
});

it('names wrong usage', () => {
  expect(report().stderr).toContain('report needs a folder');
  expect(report('--format', 'sarif', 'fleet')).toMatchObject({ status: 2 });
});

const excepted = (comment: string) => privileged.replace('# the device', `# confine-ignore pod/privileged: ${comment}`);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

describe('exceptions', () => {
  it('have the age that their comment tells, the oldest first', () => {
    put('dated/new.yaml', excepted(`until the driver is there, ${daysAgo(3)}`));
    put('dated/old.yaml', excepted(`reads the disk (since ${daysAgo(900)}), ticket 1234-56-789`));
    put('dated/wrong.yaml', excepted('ticket 2026-13-41'));
    const { stdout } = report('dated');
    expect(stdout.match(/^\| pod\/privileged .*$/gm)?.map((row) => row.split(' | ').slice(2).join(' '))).toEqual([
      'unknown  dated/wrong.yaml:10 |',
      `${daysAgo(900)} 2 years dated/old.yaml:10 |`,
      `${daysAgo(3)} 3 days dated/new.yaml:10 |`,
    ]);
  });

  it('have that of their line in git where the command may ask it', () => {
    put('tracked/web.yaml', excepted('reads the disk'));
    const env = { ...process.env, GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z', GIT_CONFIG_GLOBAL: '/dev/null' };
    const as = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      [...as, 'commit', '-qm', 'pod'],
    ])
      spawnSync('git', args, { cwd: path.join(folder, 'tracked'), env });
    expect(report('tracked').stdout).toContain('| unknown |');
    expect(report('--git', 'tracked').stdout).toMatch(/\| 2026-01-02 \| \d+ \w+ \| tracked\/web\.yaml:10 \|/);
  });
});

it('has no table for findings where there are none', () => {
  put('fine/api.yaml', restricted);
  expect(report('fine').stdout).not.toContain('## Findings');
  expect(report('pods').stdout).toContain('## Findings');
});

it('is one page of HTML that loads and runs nothing, and shows text of files as text', () => {
  put('page/web.yaml', privileged.replace('name: web', `name: "<script>alert(1)</script>"`).replace('# the device', ''));
  const { stdout, status } = report('--format', 'html', 'page');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(stdout).toContain('<th scope="col">Workload</th>');
  expect(stdout).toContain('prefers-color-scheme: dark');
  expect(stdout).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(stdout).not.toMatch(/<(?:script|img|link|iframe)|(?:src|href)="(?!#section-\d+")|url\(/);
  // Each table is named by the heading before it, and each heading is in the list of sections.
  const headings = [...stdout.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
  expect([...stdout.matchAll(/aria-labelledby="([^"]+)"/g)].map(([, id]) => id)).toEqual(headings);
  expect([...stdout.matchAll(/<a href="#([^"]+)"/g)].map(([, id]) => id)).toEqual(headings);
});

it('has each workload of a chart once: the template has it, the values file decides about it', () => {
  const values = 'security: { privileged: true }\n';
  put('chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
  put('chart/values.yaml', values);
  put(
    'chart/templates/web.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: web }\nspec:\n  containers:\n    - name: web\n      securityContext: {{ toJson .Values.security }}\n',
  );
  const { stdout } = report('chart');
  expect(stdout).toContain('2 files, 1 workload: 0 restricted, 0 baseline and 1 privileged.');
  expect(stdout).toMatch(/^\|.*`Pod web`.*chart\/templates\/web\.yaml \|$/m);
  const { files } = JSON.parse(report('--format', 'json', 'chart').stdout);
  expect(JSON.stringify(files)).not.toMatch(/"(?:uri|builtFrom|mentions)":/);
});
