import { describe, expect, it } from 'vitest';
import { contextWith, controls, findings, pod } from './helpers';

const good = pod({
  spec: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 10001\n  seccompProfile:\n    type: RuntimeDefault',
  app: 'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities:\n    drop: [ALL]',
});

const goodWith = (spec: string, app = '') =>
  good.replace('  containers:\n', `${spec.replace(/^/gm, '  ')}\n  containers:\n`) + app.replace(/^(?=.)/gm, '      ');
const securityWith = (lines: string) =>
  good.replace('          drop: [ALL]\n', '').replace('        capabilities:\n', '        capabilities:\n          drop: [ALL]\n') +
  lines.replace(/^/gm, '        ');

/** Text, then change points: from that policy version on these controls refuse it. */
const cases: readonly (readonly [title: string, text: string, restricted: Readonly<Record<string, string>>])[] = [
  ['a hardened pod', good, { 'v1.0': '' }],
  [
    'a pod that says nothing',
    pod(),
    {
      'v1.0': 'runAsNonRoot',
      'v1.8': 'allowPrivilegeEscalation runAsNonRoot',
      'v1.19': 'allowPrivilegeEscalation runAsNonRoot seccompProfile_restricted',
      'v1.22': 'allowPrivilegeEscalation capabilities_restricted runAsNonRoot seccompProfile_restricted',
    },
  ],
  ['root', securityWith('runAsUser: 0'), { 'v1.0': '', 'v1.23': 'runAsUser' }],
  ['root in a user namespace', `${goodWith('hostUsers: false')}        runAsUser: 0\n`, { 'v1.22': '', 'v1.23': 'runAsUser', 'v1.35': '' }],
  [
    'the pod denies what the container grants',
    `${good.replace('runAsNonRoot: true', 'runAsNonRoot: false')}        runAsNonRoot: true\n`,
    { 'v1.0': 'runAsNonRoot' },
  ],
  [
    'a seccomp profile that is off on the pod only',
    `${good.replace('type: RuntimeDefault', 'type: Unconfined')}        seccompProfile: {type: RuntimeDefault}\n`,
    { 'v1.18': '', 'v1.19': 'seccompProfile_restricted' },
  ],
  ['small letters do not drop', good.replace('[ALL]', '[all]'), { 'v1.21': '', 'v1.22': 'capabilities_restricted' }],
  [
    'a safe sysctl of v1.29',
    good.replace('  securityContext:\n', '  securityContext:\n    sysctls: [{name: net.ipv4.tcp_fin_timeout, value: "30"}]\n'),
    { 'v1.28': 'sysctls', 'v1.29': '' },
  ],
  ['a volume without a source', goodWith('volumes:\n  - name: scratch'), { 'v1.0': '' }],
  ['an NFS volume', goodWith('volumes:\n  - name: data\n    nfs: {server: files.example, path: /}'), { 'v1.0': 'restrictedVolumes' }],
  [
    'a probe of the node',
    goodWith('', 'livenessProbe:\n  tcpSocket: {host: localhost, port: 80}\n'),
    { 'v1.33': '', 'v1.34': 'hostProbesAndHostLifecycle' },
  ],
  [
    'an SELinux type of v1.31',
    `${goodWith('')}        seLinuxOptions: {type: container_engine_t}\n`,
    { 'v1.30': 'seLinuxOptions', 'v1.31': '' },
  ],
  [
    'an unmasked /proc',
    `${goodWith('hostUsers: false')}        procMount: Unmasked\n`,
    { 'v1.34': 'procMount', 'v1.35': 'procMount_restricted' },
  ],
  [
    'Windows',
    'apiVersion: v1\nkind: Pod\nspec:\n  os: {name: windows}\n  securityContext: {runAsNonRoot: true}\n  containers: [{name: app, image: app}]\n',
    { 'v1.24': 'allowPrivilegeEscalation capabilities_restricted seccompProfile_restricted', 'v1.25': '' },
  ],
];

describe('restricted, version by version', () => {
  it.each(cases)('%s', async (_title, text, points) => {
    const entries = Object.entries(points);
    for (const [i, [version, expected]] of entries.entries()) {
      const first = Number(version.slice(3));
      const last = i + 1 < entries.length ? Number((entries[i + 1]?.[0] ?? '').slice(3)) - 1 : 37;
      for (const minor of new Set([first, last]))
        expect([minor, (await controls(text, `restricted:v1.${minor}`)).join(' ')]).toEqual([minor, expected]);
    }
  });
});

describe('who judges', () => {
  const namespaced = (level: string, kind = 'Pod') => `apiVersion: v1
kind: Namespace
metadata:
  name: shop
  labels:
    pod-security.kubernetes.io/enforce: ${level}
    pod-security.kubernetes.io/enforce-version: v1.30
---
${kind === 'Pod' ? pod().replace('name: web', 'name: web\n  namespace: shop') : deployment}`;
  const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    spec:
      containers: [{name: app, image: app}]
`;
  const standards = async (text: string, context = contextWith()) =>
    (await findings(text, context)).filter(({ standard }) => standard).map(({ severity, message }) => ({ severity, message }));

  it('nobody: baseline warns, restricted hints', async () => {
    const said = await standards(pod({ app: 'securityContext: {privileged: true}' }));
    expect(said.filter(({ severity }) => severity === 'warning').map(({ message }) => message)).toEqual([
      'privileged: container "app" must not set securityContext.privileged=true, only false or nothing (baseline level).',
    ]);
    expect(new Set(said.map(({ severity }) => severity))).toEqual(new Set(['warning', 'hint']));
  });

  it('the Namespace of the same file: errors at its version', async () => {
    const said = await standards(namespaced('restricted'));
    expect(said).toHaveLength(4);
    expect(said.every(({ severity, message }) => severity === 'error' && message.includes('enforces restricted:v1.30'))).toBe(true);
  });

  it('a Namespace that enforces baseline leaves restricted as advice', async () => {
    const said = await standards(namespaced('baseline'));
    expect(said.length).toBeGreaterThan(0);
    expect(said.every(({ severity, message }) => severity === 'hint' && message.includes('(restricted level)'))).toBe(true);
  });

  it('a Deployment is told what becomes of its pods', async () => {
    const [first] = await standards(namespaced('restricted', 'Deployment'));
    expect(first?.severity).toBe('error');
    expect(first?.message).toContain('so the Deployment is admitted but its pods are refused');
  });

  it('a Namespace of another file, unless files disagree', async () => {
    const fact = (detail: string, uri: string) => ({
      kind: 'namespace-level' as const,
      name: 'shop',
      detail,
      uri,
      span: { start: 0, end: 0 },
    });
    const one = contextWith({ facts: [fact('baseline:v1.34', 'file:///a')] });
    expect(new Set((await standards(deployment, one)).map(({ severity }) => severity))).toEqual(new Set(['hint']));
    const two = contextWith({ facts: [fact('restricted:latest', 'file:///a'), fact('baseline:latest', 'file:///b')] });
    const said = await standards(deployment.replace('image: app', 'image: app, ports: [{hostPort: 80}]'), two);
    expect(said.filter(({ severity }) => severity !== 'hint').map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('privileged: nothing, asked for or enforced', async () => {
    const text = pod({ app: 'securityContext: {privileged: true}' });
    expect(await standards(text, contextWith({ podSecurity: 'privileged' }))).toEqual([]);
    expect(await standards(namespaced('privileged'))).toEqual([]);
  });
});
