import { describe, expect, it } from 'vitest';
import { type Context, defaultContext, type Fact, memoryFiles } from '../../../../server/src/core';
import { yamlOf } from '../../../../server/src/languages/pod/charts/yamlText';
import { buildOverlay } from '../../../../server/src/languages/pod/kustomize/build';
import { overlayWork } from '../../../../server/src/languages/pod/kustomize/kept';
import { check, type Document, open, workspaceIndex } from '../../../../server/src/service';
import { contextWith } from './helpers';

const root = 'file:///project/';
type Tree = Readonly<Record<string, string>>;
const filesOf = (tree: Tree) => memoryFiles(Object.fromEntries(Object.entries(tree).map(([path, text]) => [root + path, text])));

const app = `apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  selector: {matchLabels: {app: app}}
  template:
    metadata: {labels: {app: app}}
    spec:
      hostIPC: true
      initContainers:
        - name: setup
          image: registry.example/setup:1
      containers:
        - name: app
          image: registry.example/app:1
          securityContext:
            privileged: true
            capabilities: {add: [NET_ADMIN], drop: [MKNOD]}
          volumeMounts:
            - {name: data, mountPath: /data}
        - name: proxy
          image: registry.example/proxy:1
      volumes:
        - {name: data, emptyDir: {}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reader}
`;

const everything: Tree = {
  'base/kustomization.yaml': 'resources: [app.yaml]\n',
  'base/app.yaml': app,
  'comp/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: Deployment}
    patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: any}
      spec:
        template:
          spec:
            securityContext: {runAsNonRoot: true}
`,
  'over/kustomization.yaml': `namespace: prod
namePrefix: p-
nameSuffix: -s
resources: [../base]
components: [../comp]
patches:
  - path: merge.yaml
  - target: {group: apps, version: v1, kind: Deploy.*, name: app}
    patch: |-
      - {op: replace, path: /spec/template/spec/hostIPC, value: false}
      - {op: remove, path: /spec/template/spec/containers/2/image}
      - {op: add, path: /spec/template/spec/containers/0/args, value: [a, c]}
      - {op: add, path: /spec/template/spec/containers/0/args/1, value: b}
      - {op: copy, from: /spec/template/spec/securityContext, path: /spec/template/spec/initContainers/0/securityContext}
      - {op: test, path: /metadata/name, value: app}
  - path: ops.yaml
    target: {kind: Deployment}
patchesStrategicMerge:
  - |-
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata: {name: reader}
    $patch: delete
`,
  'over/merge.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    spec:
      containers:
        - name: app
          securityContext:
            privileged: null
            capabilities: {drop: [ALL]}
        - name: log
          image: registry.example/log:1
      volumes:
        - {name: tmp, emptyDir: {}}
`,
  'over/ops.yaml': '- op: add\n  path: /spec/template/spec/hostUsers\n  value: false\n',
};

/** What `kubectl kustomize over` of kubectl 1.32 writes for these files. */
const built = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: p-app-s
  namespace: prod
spec:
  selector:
    matchLabels:
      app: app
  template:
    metadata:
      labels:
        app: app
    spec:
      containers:
      - args:
        - a
        - b
        - c
        image: registry.example/app:1
        name: app
        securityContext:
          capabilities:
            add:
            - NET_ADMIN
            drop:
            - ALL
        volumeMounts:
        - mountPath: /data
          name: data
      - image: registry.example/log:1
        name: log
      - name: proxy
      hostIPC: false
      hostUsers: false
      initContainers:
      - image: registry.example/setup:1
        name: setup
        securityContext:
          runAsNonRoot: true
      securityContext:
        runAsNonRoot: true
      volumes:
      - emptyDir: {}
        name: tmp
      - emptyDir: {}
        name: data`;

async function openIn(tree: Tree, path: string, context: Context = defaultContext): Promise<Document> {
  const files = filesOf(tree);
  const index = workspaceIndex(files);
  await index.scan([root.slice(0, -1)]);
  const facts: readonly Fact[] = index.facts();
  const source = { uri: root + path, languageId: '', version: 1, text: tree[path] ?? '' };
  return (await open(source, files, { context: { ...context, facts } })) as Document;
}

async function listed(tree: Tree, path: string, context: Context = defaultContext): Promise<readonly string[]> {
  const all = check(await openIn(tree, path, context), context, { rules: {} });
  return all
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ code, span }) => `${code} ${(tree[path] ?? '').slice(0, span.start).split('\n').length}`);
}

describe('overlays', () => {
  it('are what kubectl builds', async () => {
    const { objects, problem } = await buildOverlay(`${root}over/`, filesOf(everything));
    expect(problem).toBeUndefined();
    expect(objects.map(({ value }) => yamlOf(value, () => {}).text)).toEqual([built]);
  });

  it.each([
    ['a base that is not there', { 'over/kustomization.yaml': 'resources: [../none]\n' }, 'none'],
    ['a remote base', { 'over/kustomization.yaml': 'resources: [github.com/a/b?ref=v1]\n' }, 'not in the workspace'],
    ['a circle', { 'over/kustomization.yaml': 'resources: [../over]\n' }, 'too deeply'],
    ['a patch that does not fit', { ...everything, 'over/ops.yaml': '- {op: remove, path: /nosuch}\n' }, 'does not fit'],
  ])('say why they can’t be built: %s', async (_, tree, reason) => {
    expect((await buildOverlay(`${root}over/`, filesOf(tree as Tree))).problem).toContain(reason);
  });

  it('show what a JSON patch causes in the patch, inline or in a file', async () => {
    const tree: Tree = {
      'base/kustomization.yaml': 'resources: [app.yaml]\n',
      'base/app.yaml': app.replace('            privileged: true\n', '').replace('      hostIPC: true\n', ''),
      'over/kustomization.yaml':
        'resources: [../base]\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - op: add\n        path: /spec/template/spec/containers/1/securityContext\n        value:\n          privileged: true\n  - target: {kind: Deployment}\n    path: ops.yaml\n',
      'over/ops.yaml': '- op: add\n  path: /spec/template/spec/hostPID\n  value: true\n',
    };
    expect(await listed(tree, 'over/kustomization.yaml')).toContain('pod/privileged 8');
    expect(await listed(tree, 'over/ops.yaml')).toEqual(['pod/host-namespaces 3']);
  });

  it('decide alone whether pods are admitted', async () => {
    const asked = contextWith({ podSecurity: 'restricted', admissionOnly: true });
    const bare = 'apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec:\n  containers:\n    - name: app\n      image: a\n';
    const cure =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec:\n  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}\n  containers:\n    - name: app\n      securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}\n';
    const tree: Tree = {
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'base/pod.yaml': bare,
      'good/kustomization.yaml': 'resources: [../base]\npatches: [{path: cure.yaml}]\n',
      'good/cure.yaml': cure,
      'bad/kustomization.yaml': 'resources: [../base]\n',
    };
    expect(await listed(tree, 'base/pod.yaml', asked)).toEqual([]);
    expect(await listed(tree, 'good/kustomization.yaml', asked)).toEqual([]);
    expect(await listed(tree, 'good/cure.yaml', asked)).toEqual([]);
    expect(await listed(tree, 'bad/kustomization.yaml', asked)).toContain('pod/run-as-non-root 1');
    const { 'good/kustomization.yaml': _, 'bad/kustomization.yaml': __, ...alone } = tree;
    expect(await listed(alone, 'base/pod.yaml', asked)).toContain('pod/run-as-non-root 6');
  });
});

describe('what is kept between builds', () => {
  const many = (count: number, changed = ''): Tree => ({
    'kustomization.yaml': `resources:\n${Array.from({ length: count }, (_, i) => `  - r${i}.yaml\n`).join('')}`,
    ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`r${i}.yaml`, app.replaceAll('app', `app${i}`)])),
    ...(changed && { 'r3.yaml': changed }),
  });

  it('each resource is read once for all files, and after an edit only the edited one', async () => {
    const files = filesOf(many(20));
    const before = overlayWork.filesRead;
    for (const [path, text] of Object.entries(many(20)))
      await open({ uri: root + path, languageId: '', version: 0, text }, files, { context: defaultContext });
    expect(overlayWork.filesRead - before).toBe(20);
    const text = app.replaceAll('app', 'other');
    await open({ uri: `${root}r3.yaml`, languageId: '', version: 1, text }, files, { context: defaultContext });
    expect(overlayWork.filesRead - before).toBe(21);
  });

  it('patches leave it as it was', async () => {
    const patches = `patches:
  - target: {kind: Deployment}
    patch: |-
      - {op: add, path: /metadata/annotations, value: {a: "1", c: "3"}}
      - {op: move, from: /metadata/annotations/a, path: /metadata/annotations/b}
      - {op: remove, path: /spec/template/spec/initContainers}
  - target: {kind: Deployment, name: app1}
    patch: |-
      - {op: remove, path: /metadata/annotations/c}
`;
    const tree = many(3);
    const files = filesOf({ ...tree, 'over/kustomization.yaml': `resources: [..]\nnamePrefix: p-\n${patches}` });
    const shown = async (folder: string) =>
      (await buildOverlay(root + folder, files)).objects.map(({ value }) => yamlOf(value, () => {}).text);
    const plain = await shown('');
    const patched = await shown('over/');
    expect(patched.filter((text) => /annotations:\n {4}b: "1"\n {4}c: "3"/.test(text))).toHaveLength(2);
    expect(patched.filter((text) => /annotations:\n {4}b: "1"\n {2}\w/.test(text))).toHaveLength(1);
    expect(await shown('over/')).toEqual(patched);
    expect(await shown('')).toEqual(plain);
  });
});
