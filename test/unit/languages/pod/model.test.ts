import { describe, expect, it } from 'vitest';
import { defaultContext, memoryFiles } from '../../../../server/src/core';
import { load } from '../../../../server/src/languages/pod/load';
import { podsOf } from '../../../../server/src/languages/pod/model';
import { type PodPart, readPart } from '../../../../server/src/languages/pod/part';
import { maskActions } from '../../../../server/src/languages/pod/template';
import { codesOf, contextWith, controls, findings, pod } from './helpers';

const containersIn = (text: string, context = defaultContext) =>
  podsOf(readPart(text), context).map(({ containers }) => containers.map(({ kind, name }) => `${kind} ${name}`));
const spec = (indent: string) => `${indent}containers:\n${indent}  - {name: app, image: app}\n`;

describe('where pods are', () => {
  it.each([
    ['v1', 'Pod', `spec:\n${spec('  ')}`],
    ['v1', 'PodTemplate', `template:\n  spec:\n${spec('    ')}`],
    ['v1', 'ReplicationController', `spec:\n  template:\n    spec:\n${spec('      ')}`],
    ['apps/v1', 'DaemonSet', `spec:\n  template:\n    spec:\n${spec('      ')}`],
    ['apps/v1beta1', 'StatefulSet', `spec:\n  template:\n    spec:\n${spec('      ')}`],
    ['batch/v1', 'CronJob', `spec:\n  jobTemplate:\n    spec:\n      template:\n        spec:\n${spec('          ')}`],
    ['argoproj.io/v1alpha1', 'Rollout', `spec:\n  template:\n    spec:\n${spec('      ')}`],
    ['argoproj.io/v1alpha1', 'Experiment', `spec:\n  templates:\n    - template:\n        spec:\n${spec('          ')}`],
    ['tekton.dev/v1', 'Task', 'spec:\n  steps:\n    - {name: app, image: app}\n'],
    ['argoproj.io/v1alpha1', 'CronWorkflow', 'spec:\n  workflowSpec:\n    templates:\n      - name: app\n        script: {image: app}\n'],
    [
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      `spec:\n  replicatedJobs:\n    - template:\n        spec:\n          template:\n            spec:\n${spec('              ')}`,
    ],
  ])('%s %s', (apiVersion, kind, rest) => {
    expect(containersIn(`apiVersion: ${apiVersion}\nkind: ${kind}\n${rest}`)).toEqual([['container app']]);
  });

  it('not where something only looks like one', async () => {
    const others = [
      'services:\n  web: {privileged: true, image: app}\n',
      `apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nspec:\n  rules: [{validate: {pattern: {spec: {containers: [{securityContext: {privileged: false}}]}}}}]\n`,
      `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  template:\n    spec:\n${spec('      ')}`,
      `apiVersion: example.com/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      hostPID: true\n${spec('      ')}`,
    ];
    for (const text of others) expect(await codesOf(text)).toEqual([]);
  });

  it('in custom resources that a setting names', () => {
    const text = `apiVersion: example.com/v1\nkind: Fleet\nspec:\n  pods:\n    - spec:\n${spec('        ')}`;
    const context = contextWith({
      pod: { customResources: [{ group: 'example.com', kind: 'Fleet', path: 'spec.pods[*].spec' }], seccompRoot: '' },
    });
    expect(containersIn(text)).toEqual([]);
    expect(containersIn(text, context)).toEqual([['container app']]);
  });

  it('in Lists, in JSON, behind anchors', async () => {
    const list = `apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n    spec: &spec\n${spec('      ')}  - {apiVersion: v1, kind: Pod, spec: *spec}\n`;
    expect(containersIn(list)).toEqual([['container app'], ['container app']]);
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec: { hostPID: true, containers: [{ name: 'app', image: 'app' }] } });
    expect(await controls(json, 'baseline:v1.30')).toEqual(['hostNamespaces']);
  });

  it('tells the kinds of containers', () => {
    const text = pod({
      spec: 'initContainers:\n  - {name: setup, image: a}\n  - {name: proxy, image: b, restartPolicy: Always}\nephemeralContainers:\n  - {name: debug, image: c}',
    });
    expect(containersIn(text)).toEqual([['init container setup', 'sidecar container proxy', 'container app', 'ephemeral container debug']]);
  });
});

describe('templates and patches', () => {
  const chart = `{{- if .Values.enabled }}
apiVersion: {{ include "app.api" . }}
kind: Deployment
metadata:
  name: {{ .Release.Name }}
  labels:
    {{- include "app.labels" . | nindent 4 }}
spec:
  template:
    spec:
      securityContext:
        {{- toYaml .Values.podSecurityContext | nindent 8 }}
      hostPID: {{ .Values.hostPID }}
      containers:
        - name: app
          image: "{{ .Values.image }}"
          securityContext:
            privileged: true
            seccompProfile:
              type: {{ .Values.seccomp }}
{{- end }}
`;

  it('what is static is judged, what is missing or rendered is not', async () => {
    expect((await findings(chart)).map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning pod/privileged']);
  });

  it('masking moves nothing', () => {
    expect(maskActions(chart)).toHaveLength(chart.length);
    expect(maskActions('a: {{ x }}\n  {{- end }}\n')).toMatch(/^a: [\uE000]{7}\n {12}\n$/);
    expect(maskActions('a: {{ never closed')).toBe('a: {{ never closed');
  });

  it('braces in strings are no template', async () => {
    expect(readPart(pod({ app: 'args: ["{{inputs.parameters.x}}"]' })).templated).toBe(false);
  });

  it('a patch lacks nothing until somebody asks', async () => {
    const patch =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          securityContext: {privileged: true}\n';
    expect(await codesOf(patch)).toEqual(['pod/privileged']);
    expect(await controls(patch, 'restricted:v1.30')).toContain('runAsNonRoot');
  });
});

describe('one document at a time', () => {
  const source = (text: string) => ({ uri: 'file:///a.yaml', languageId: 'yaml', version: 1, text });
  const options = { files: memoryFiles(), includeFolders: [], context: defaultContext };
  const namespace = (level: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    pod-security.kubernetes.io/enforce: ${level}\n`;

  async function edited(text: string, from: string, to: string): Promise<readonly PodPart[][]> {
    const before = await load(source(text), options);
    const start = text.indexOf(from);
    const change = { start, oldEnd: start + from.length, newEnd: start + to.length };
    const after = await load(source(text.replace(from, to)), { ...options, previous: { loaded: before, text, change } });
    return [before.parts.map(({ part }) => part), after.parts.map(({ part }) => part)];
  }

  it('an edit in one of a thousand touches that one', async () => {
    const text = Array.from({ length: 1000 }, (_, i) => pod().replace('name: web', `name: web-${i}`)).join('---\n');
    const [before = [], after = []] = await edited(text, 'web-500\n', 'api\n');
    expect(after).toHaveLength(1000);
    expect(after.filter((part, i) => part !== before[i])).toHaveLength(1);
  });

  it('a Namespace reaches the documents that live in it, when its level changes', async () => {
    const inShop = pod().replace('name: web', 'name: web\n  namespace: shop');
    const text = [namespace('baseline'), inShop, pod()].join('---\n');
    const changed = async (from: string, to: string) => {
      const [before = [], after = []] = await edited(text, from, to);
      return after.map((part, i) => part !== before[i]);
    };
    expect(await changed(': baseline', ': restricted')).toEqual([true, true, false]);
    expect(await changed('kind: Namespace', 'kind: Namespace # ours')).toEqual([true, false, false]);
  });
});
