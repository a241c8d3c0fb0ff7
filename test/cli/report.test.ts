import { expect, it } from 'vitest';
import { confine, privileged, put, useFolder } from './folder';

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
  expect(stdout).toMatch(/^\| pod\/privileged \| reads \\\| the disk \| fleet\/web\.yaml:10 \|$/m);
});

it('says which forks of a default are out of date', () => {
  const fork = confine(['overlay', 'perf', '--target', 'docker@24']).stdout;
  put('fleet/seccomp/perf.json', fork);
  expect(report('fleet').stdout).toMatch(
    /^\| fleet\/seccomp\/perf\.json \| docker\\@24\S* \| the default has changed since: confine rebase \|$/m,
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
