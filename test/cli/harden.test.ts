import { expect, it } from 'vitest';
import { confine, put, useFolder } from './folder';

useFolder();

const podWithData = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: logs # of the node
      hostPath: {path: /var/log}
  initContainers:
    - name: own
      image: registry.example/tools:1
      command: [sh, -c, chown -R 1000 /data]
  containers:
    - name: app
      image: registry.example/app:1
      volumeMounts: [{name: logs, mountPath: /logs}]
`;

it('leaves out what loses data or changes who runs, and says so', () => {
  put('pod.yaml', podWithData);
  const { stdout, stderr } = confine(['fix', '--harden', '--dry-run', '--pod-security', 'restricted', 'pod.yaml']);
  expect(stdout).toContain('+        allowPrivilegeEscalation: false');
  expect(stdout).not.toMatch(/emptyDir|runAsUser|runAsNonRoot/);
  expect(stderr).toMatch(
    /left out, --allow-breaking replaced-volume makes it: Volume "logs" has \/var\/log of the node, mounted at \/logs/,
  );
  expect(stderr).toMatch(/left out, --allow-breaking root-init makes it: Init container "own" changes owners/);
});

it('makes what is named, and no more', () => {
  put('named/pod.yaml', podWithData);
  const { stdout } = confine([
    'fix',
    '--harden',
    '--dry-run',
    '--pod-security',
    'restricted',
    '--allow-breaking',
    'replaced-volume',
    'named/pod.yaml',
  ]);
  expect(stdout).toContain('+      emptyDir: {}');
  expect(stdout).not.toContain('runAsUser');
  const both = ['--allow-breaking', 'replaced-volume', '--allow-breaking', 'root-init'];
  confine(['fix', '--harden', '--pod-security', 'restricted', ...both, 'named/pod.yaml']);
  expect(confine(['check', '--pod-security', 'restricted', 'named/pod.yaml']).status).toBe(0);
  expect(confine(['fix', '--harden', '--allow-breaking', 'nothing', 'named/pod.yaml']).status).toBe(2);
});

it('stops at the level that is asked for', () => {
  put('level/pod.yaml', podWithData.replace('spec:\n', 'spec:\n  hostPID: true\n'));
  const { stdout } = confine(['fix', '--harden', '--dry-run', '--pod-security', 'baseline', 'level/pod.yaml']);
  expect(stdout).toContain('+  hostPID: false');
  expect(stdout).not.toMatch(/readOnlyRootFilesystem|automountServiceAccountToken|seccompProfile/);
});
