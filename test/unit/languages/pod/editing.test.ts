import { describe, expect, it } from 'vitest';
import { applyEdits, type Change, defaultContext, type Fact } from '../../../../server/src/core';
import { pod as language } from '../../../../server/src/languages/pod';
import type { PodPart } from '../../../../server/src/languages/pod/part';
import { complete, diffDocuments, diffWithBaseline, explain, lenses, links, outline } from '../../../../server/src/service';
import { atCursor, codesOf, contextWith, hoverAt, labelsAt, openPod, pod } from './helpers';

const fact = (kind: Fact['kind'], name: string, uri: string): Fact => ({
  kind,
  name,
  uri,

  span: { start: 0, end: 0 },
});
const withProfiles = contextWith({
  facts: [
    fact('seccomp-profile', 'deploy/seccomp/profiles/app.json', 'file:///deploy/seccomp/profiles/app.json'),
    fact('apparmor-profile', 'web', 'file:///apparmor.d/web'),
  ],
});

describe('completion', () => {
  it('fields of a container, those that harden first', async () => {
    const labels = await labelsAt(pod({ app: 'securityContext:\n  privileged: false\n  |' }));
    expect(labels.slice(0, 3)).toEqual(expect.arrayContaining(['allowPrivilegeEscalation', 'readOnlyRootFilesystem']));
    expect(labels).not.toContain('fsGroup');
    expect(labels).not.toContain('privileged');
  });

  it('fills in the value that hardening wants', async () => {
    const { text, offset } = atCursor(pod({ app: 'securityContext:\n  privileged: false\n  allowP|' }));
    const item = complete(await openPod(text), offset, defaultContext).find(({ label }) => label === 'allowPrivilegeEscalation');
    expect(applyEdits(text, [{ span: item?.span ?? { start: 0, end: 0 }, text: item?.insert ?? '' }])).toContain(
      '  allowPrivilegeEscalation: ${1:false}',
    );
  });

  it('values', async () => {
    expect(await labelsAt(pod({ app: 'securityContext:\n  seccompProfile:\n    type: |' }))).toEqual([
      'RuntimeDefault',
      'Localhost',
      'Unconfined',
    ]);
    expect(
      await labelsAt(pod({ app: 'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: |' }), withProfiles),
    ).toEqual(['profiles/app.json']);
    expect(
      await labelsAt(pod({ spec: 'securityContext:\n  appArmorProfile:\n    type: Localhost\n    localhostProfile: |' }), withProfiles),
    ).toEqual(['web']);
    expect((await labelsAt(pod({ app: 'securityContext:\n  capabilities:\n    drop: [|]' })))[0]).toBe('ALL');
    const adds = await labelsAt(pod({ app: 'securityContext:\n  capabilities:\n    add:\n      - CHOWN\n      - |' }));
    expect(adds[0]).toBe('NET_BIND_SERVICE');
    expect(adds.at(-1)).toBe('ALL');
    expect(adds).not.toContain('CHOWN');
    expect(await labelsAt(pod({ spec: 'securityContext:\n  sysctls:\n    - name: net.|' }), contextWith({ kubernetes: '1.28' }))).toContain(
      'net.ipv4.tcp_syncookies',
    );
  });

  it('labels of a Namespace', async () => {
    const namespace = (line: string) => `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    ${line}\n`;
    expect((await labelsAt(namespace('pod-|')))[0]).toBe('pod-security.kubernetes.io/enforce');
    expect(await labelsAt(namespace('pod-security.kubernetes.io/enforce: |'))).toEqual(['restricted', 'baseline', 'privileged']);
    expect((await labelsAt(namespace('pod-security.kubernetes.io/warn-version: |'), contextWith({ kubernetes: '1.30' })))[0]).toBe('v1.30');
  });

  it('repeats nothing of another extension', async () => {
    const context = contextWith({ ownsStructure: false });
    expect(await labelsAt(pod({ app: 'securityContext:\n  r|' }), context)).toEqual([]);
    expect(await labelsAt(pod({ app: 'securityContext:\n  privileged: |' }), context)).toEqual([]);
    expect(await labelsAt(pod({ app: 'securityContext:\n  procMount: |' }), context)).toEqual(['Default', 'Unmasked']);
  });
});

describe('hover', () => {
  it.each([
    ['what privileged shares and switches off', pod({ app: 'securityContext:\n  privil|eged: true' }), 'Switched off'],
    ['a capability', pod({ app: 'securityContext:\n  capabilities:\n    add: [NET_|RAW]' }), 'capability 13'],
    ['an inherited value', pod({ spec: 'securityContext:\n  runAsN|onRoot: true' }), '**Effective** for container "app": `true` (pod)'],
    [
      'what the container overrides',
      pod({ spec: 'securityContext:\n  runAs|User: 1', app: 'securityContext: {runAsUser: 2}' }),
      '`2` (container)',
    ],
    [
      'a forced value',
      pod({ app: 'securityContext:\n  privileged: true\n  seccomp|Profile: {type: RuntimeDefault}' }),
      '`Unconfined` (forced: by privileged)',
    ],
    ['a container', pod({ app: '' }).replace('name: app', 'name: a|pp'), '| `seccompProfile` | Unconfined | kubelet'],
    ['a sysctl', pod({ spec: 'securityContext:\n  sysctls:\n    - name: kernel.|sem\n      value: "1"' }), 'Not on the safe list'],
    ['a path of the node', pod({ spec: 'volumes:\n  - name: v\n    hostPath:\n      path: /run/crio/crio.|sock' }), 'the socket of CRI-O'],
    ['an annotation of CRI-O', pod({ annotations: 'userns-|mode.crio.io: auto' }), 'hostUsers: false'],
    [
      'a level',
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  labels:\n    pod-security.kubernetes.io/enforce: base|line\n',
      'Known ways out',
    ],
  ])('%s', async (_title, text, expected) => {
    expect(await hoverAt(text)).toContain(expected);
  });

  it('beside another extension: what holds, not what the field means', async () => {
    const text = await hoverAt(pod({ spec: 'securityContext:\n  runAsN|onRoot: true' }), contextWith({ ownsStructure: false }));
    expect(text).toBe('**Effective** for container "app": `true` (pod)');
  });
});

describe('around the text', () => {
  describe('the lens', () => {
    const lensesOf = async (text: string) => lenses(await openPod(text), defaultContext, { rules: {} });
    const linesOf = async (text: string) =>
      (await lensesOf(text)).map(({ span, title, command }) => `${text.slice(span.start, span.end)} < ${command}: ${title}`);

    it('over a pod has two parts: the verdict lists the findings, the other hardens', async () => {
      expect(await linesOf(pod({ spec: 'hostPID: true' }))).toEqual([
        'apiVersion: v1 < showProblems: baseline ✗ 1 · restricted ✗ 5',
        'apiVersion: v1 < harden: Harden',
      ]);
    });

    it('over a pod that passes leads to the differences', async () => {
      expect((await lensesOf(language.templates?.[0]?.text ?? '')).map(({ title, command }) => `${command}: ${title}`)).toEqual([
        'diffWithDefault: baseline ✓ · restricted ✓',
      ]);
    });

    it.each([
      [
        'a comment and the mark of a document',
        '# ours\n---\n# it runs\nkind: Pod\napiVersion: v1\nspec:\n  containers: [{name: a, image: a}]\n',
        'kind: Pod',
      ],
      ['line ends of Windows', 'apiVersion: v1\r\nkind: Pod\r\nspec:\r\n  containers: [{name: a, image: a}]\r\n', 'apiVersion: v1'],
      ['JSON', '{\n  "apiVersion": "v1",\n  "kind": "Pod",\n  "spec": {"containers": [{"name": "a", "image": "a"}]}\n}\n', '{'],
      [
        'an item of a List',
        'apiVersion: v1\nkind: List\nitems:\n  - kind: Pod\n    apiVersion: v1\n    spec: {containers: [{name: a, image: a}]}\n',
        'kind: Pod',
      ],
    ])('is over the first line of the object: %s', async (_, text, line) => {
      expect((await lensesOf(text)).map(({ span }) => text.slice(span.start, span.end))).toEqual([line, line]);
    });

    it('is one line over an object with several pods, by the worst of them', async () => {
      const text =
        'apiVersion: kubeflow.org/v1\nkind: PyTorchJob\nmetadata: {name: j}\nspec:\n  pytorchReplicaSpecs:\n' +
        '    Master: {template: {spec: {containers: [{name: a, image: a}]}}}\n' +
        '    Worker: {template: {spec: {hostPID: true, containers: [{name: a, image: a}]}}}\n';
      expect(await linesOf(text)).toEqual([
        expect.stringMatching(/< showProblems: 2 pods: baseline ✗ 1 · restricted ✗ \d$/),
        expect.stringMatching(/< harden: Harden$/),
      ]);
    });
  });

  it('a profile that the workspace has is a link, another is told', async () => {
    const text = pod({ app: 'securityContext:\n  seccompProfile: {type: Localhost, localhostProfile: profiles/app.json}' });
    expect(links(await openPod(text, withProfiles), withProfiles).map(({ target }) => target)).toEqual([
      'file:///deploy/seccomp/profiles/app.json',
    ]);
    expect(await codesOf(text, withProfiles)).not.toContain('pod/missing-profile');
    expect(await codesOf(text.replace('app.json', 'other.json'), withProfiles)).toContain('pod/missing-profile');
  });

  it('outline: the name that a workflow gives a container before it lies in what the container spans', async () => {
    const document = await openPod(
      'apiVersion: argoproj.io/v1alpha1\nkind: WorkflowTemplate\nmetadata: {name: w}\nspec:\n  templates:\n    - name: build\n      container:\n        image: b\n',
    );
    const { text } = document.source;
    const [{ children = [] } = { children: [] }] = outline(document);
    expect(children.map(({ span, selection }) => [text.slice(selection.start, selection.end), text.slice(span.start, span.end)])).toEqual([
      ['build', 'build\n      container:\n        image: b'],
    ]);
  });
  it('outline and facts', async () => {
    const document = await openPod(pod({ app: 'securityContext:\n  appArmorProfile: {type: Localhost, localhostProfile: web}' }));
    expect(outline(document).map(({ name, detail, children }) => [name, detail, children?.map((child) => child.name)])).toEqual([
      ['web', 'Pod', ['app']],
    ]);
    const part = document.loaded.parts[0]?.part as PodPart;
    expect(language.facts?.(part, () => defaultContext).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'uses-apparmor-profile web',
      'uses-image registry.example/app:1.4',
    ]);
  });

  it('templates pass restricted, and only the user namespace and a field that is off by default are left', async () => {
    const codesOn = async (text: string, context?: Parameters<typeof codesOf>[1]) =>
      (await codesOf(text, context)).filter((code) => code !== 'pod/mount-options');
    for (const template of language.templates ?? []) {
      expect(await codesOn(template.text, contextWith({ podSecurity: 'restricted' })), template.title).toEqual([]);
      expect(await codesOn(template.text), template.title).toEqual(['pod/host-users']);
    }
  });
});

describe('meaning', () => {
  const loose = pod({ spec: 'hostPID: true', app: 'securityContext:\n  privileged: true' });
  const tight = pod({
    app: 'securityContext:\n  readOnlyRootFilesystem: true\n  capabilities: {drop: [ALL], add: [NET_ADMIN]}\n  seccompProfile: {type: RuntimeDefault}',
  });

  it('explains a container', async () => {
    const answer = explain(await openPod(tight), { container: 'app' }, contextWith({ target: 'cri-o' }));
    expect(answer?.json).toMatchObject({
      container: 'app',
      settings: {
        capabilities: { value: ['NET_ADMIN'], from: 'container' },
        readOnlyRootFilesystem: { value: true, from: 'container' },
        hostPID: { value: false, from: 'API default' },
        appArmorProfile: { value: 'RuntimeDefault', from: 'runtime default' },
      },
    });
    expect(explain(await openPod(tight), 'other', defaultContext)?.json).toEqual({ container: 'other', settings: {} });
  });

  it('differs from what the runtime gives', async () => {
    const changes = diffWithBaseline(await openPod(tight), contextWith({ target: 'docker' }))?.changes ?? [];
    const said = changes.map(({ direction, subject }) => `${direction} ${subject}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'loosened capabilities',
        'tightened capabilities',
        'tightened readOnlyRootFilesystem',
        'tightened seccompProfile',
      ]),
    );
    expect(diffWithBaseline(await openPod(pod()), defaultContext)?.changes).toEqual([]);
  });

  it('differs from the level that is asked for', async () => {
    const comparison = diffWithBaseline(await openPod(loose), contextWith({ podSecurity: 'baseline' }));
    expect(comparison?.title).toBe('baseline:v1.37');
    expect(comparison?.changes.every(({ direction }) => direction === 'loosened')).toBe(true);
  });

  it('tells of a container that only one version has, and what it brings', async () => {
    const text = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: one, image: x}\n';
    const more = `${text}    - {name: two, image: y, securityContext: {privileged: true}}\n`;
    const [a, b] = [await openPod(text), await openPod(more)];
    const said = (changes: readonly Change[]) => changes.map(({ direction, group, subject }) => `${direction} ${group} ${subject}`);
    const there = said(diffDocuments(a, b, defaultContext).changes);
    expect(there).toEqual(expect.arrayContaining(['altered two container', 'loosened two privileged', 'loosened two capabilities']));
    expect(there.some((change) => change.includes(' one '))).toBe(false);
    const back = said(diffDocuments(b, a, defaultContext).changes);
    expect(back).toEqual(expect.arrayContaining(['altered two container', 'tightened two privileged', 'tightened two capabilities']));
  });

  it('between versions of a file is mirrored when they change places', async () => {
    const [a, b] = [await openPod(loose), await openPod(tight)];
    const there = diffDocuments(a, b, defaultContext).changes.map(({ direction, subject, before, after }) => [
      direction,
      subject,
      before,
      after,
    ]);
    const turned = { loosened: 'tightened', tightened: 'loosened', altered: 'altered' } as const;
    const back = diffDocuments(b, a, defaultContext).changes.map(({ direction, subject, before, after }) => [
      turned[direction],
      subject,
      after,
      before,
    ]);
    expect(there.length).toBeGreaterThan(5);
    expect([...there].sort()).toEqual([...back].sort());
    expect(diffDocuments(a, a, defaultContext).changes).toEqual([]);
  });
});
