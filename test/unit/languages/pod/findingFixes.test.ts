import { describe, expect, it } from 'vitest';
import { applyEdits, defaultContext, editsOf } from '../../../../server/src/core';
import { fixesAt } from '../../../../server/src/service';
import { openPod, pod, settings } from './helpers';

async function fixedBy(text: string, code: string, title: string, context = defaultContext): Promise<string> {
  const found = fixesAt(await openPod(text, context), { start: 0, end: text.length }, context, settings).filter(
    ({ finding }) => finding.code === code,
  );
  const fix = found.flatMap(({ fixes }) => fixes).find((candidate) => candidate.title.startsWith(title));
  expect(found.flatMap(({ fixes }) => fixes.map((candidate) => candidate.title))).toContain(fix?.title);
  return applyEdits(text, fix ? editsOf(fix) : []);
}

describe('fixes of findings', () => {
  it('a read-only root comes with the folders that the image writes', async () => {
    const text = pod({ spec: 'volumes:\n  - name: run\n    emptyDir: {}' }).replace('registry.example/app:1.4', 'nginx:1.27');
    expect(
      await fixedBy(text, 'pod/writable-root', 'Set readOnlyRootFilesystem: true with an emptyDir on /var/cache/nginx, /run'),
    ).toBe(`apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: run
      emptyDir: {}
    - name: var-cache-nginx
      emptyDir: {}
    - name: run-2
      emptyDir: {}
  containers:
    - name: app
      image: nginx:1.27
      securityContext:
        readOnlyRootFilesystem: true
      volumeMounts:
        - name: var-cache-nginx
          mountPath: /var/cache/nginx
        - name: run-2
          mountPath: /run
`);
  });

  it('a program that carries a capability keeps it', async () => {
    const text = pod({ app: 'ports:\n  - containerPort: 8080' }).replace('registry.example/app:1.4', 'caddy:2');
    expect(await fixedBy(text, 'pod/capabilities-restricted', 'Set capabilities.drop')).toContain('NET_BIND_SERVICE');
  });

  it('an annotation moves into the field', async () => {
    const text = pod({ annotations: 'container.apparmor.security.beta.kubernetes.io/app: localhost/web # ours\nteam: shop' });
    const after = await fixedBy(text, 'pod/app-armor-annotation', 'Write it as appArmorProfile');
    expect(after).toContain(
      '      securityContext:\n        appArmorProfile:\n          type: Localhost\n          localhostProfile: web\n',
    );
    expect(after).toContain('  annotations:\n    team: shop\n');
  });

  it('a misplaced field moves to its level', async () => {
    const text = pod({ spec: 'securityContext:\n  readOnlyRootFilesystem: true # safe' });
    expect(await fixedBy(text, 'pod/misplaced-field', 'Move readOnlyRootFilesystem to each container')).toContain(
      '      image: registry.example/app:1.4\n      securityContext:\n        readOnlyRootFilesystem: true\n',
    );
  });

  it('no promise is offered that another setting breaks', async () => {
    const text = pod({ app: 'securityContext: {privileged: true}' });
    const found = fixesAt(await openPod(text), { start: 0, end: text.length }, defaultContext, settings);
    expect(found.find(({ finding }) => finding.code === 'pod/allow-privilege-escalation')?.fixes).toEqual([]);
  });
});
