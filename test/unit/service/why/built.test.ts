import { describe, expect, it } from 'vitest';
import { type Case, expectAnswers, fixed } from './cases';

const chart = (values: string) => ({
  'till/Chart.yaml': 'apiVersion: v2\nname: till\nversion: 1.0.0\n',
  'till/values.yaml': values,
  'till/templates/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-till
spec:
  selector:
    matchLabels: {app: till}
  template:
    metadata:
      labels: {app: till}
    spec:
      containers:
      - name: till
        image: registry.example.org/till:1
        securityContext:
          {{- toYaml .Values.securityContext | nindent 10 }}
`,
});

const readOnlyValues = chart('replicas: 1\nsecurityContext:\n  readOnlyRootFilesystem: true\n');

const overlay = {
  'base/kustomization.yaml': 'resources:\n- till.yaml\n',
  'base/till.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: till\nspec:\n  selector:\n    matchLabels: {app: till}\n  template:\n    metadata:\n      labels: {app: till}\n    spec:\n      containers:\n      - name: till\n        image: registry.example.org/till:1\n',
  'shop/kustomization.yaml': 'namePrefix: shop-\nresources:\n- ../base\npatches:\n- path: safer.yaml\n',
  'shop/safer.yaml':
    'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: till\nspec:\n  template:\n    spec:\n      containers:\n      - name: till\n        securityContext:\n          readOnlyRootFilesystem: true\n',
};

const cases: Readonly<Record<string, Case>> = {
  'a value of a chart': {
    text: 'prod-till-6d9f8b7c5d-8zq4t till touch: cannot touch ‘/opt/x’: Read-only file system',
    files: readOnlyValues,
    answers: ['certain filesystem till/values.yaml:3'],
  },
  'a release that has the name of its chart': {
    text: '$ kubectl logs till-6d9f8b7c5d-8zq4t\ntouch: cannot touch ‘/opt/x’: Read-only file system',
    files: readOnlyValues,
    answers: ['certain filesystem till/values.yaml:3'],
  },
  'a pod of another release is another matter': {
    text: '$ kubectl logs other-6d9f8b7c5d-8zq4t\ntouch: cannot touch ‘/opt/x’: Read-only file system',
    files: readOnlyValues,
    answers: [],
  },
  'admission about a value of a chart': {
    text: 'pods "prod-till-6d9f8b7c5d-8zq4t" is forbidden: violates PodSecurity "baseline:latest": privileged (container "till" must not set securityContext.privileged=true)',
    files: chart('securityContext:\n  privileged: true\n'),
    answers: ['certain admission till/values.yaml:2'],
  },
  'a line of a template': {
    text: 'prod-till-6d9f8b7c5d-8zq4t till ping: socket: Operation not permitted',
    files: {
      ...chart('{}\n'),
      'till/templates/deployment.yaml': chart('')['till/templates/deployment.yaml'].replace(
        '{{- toYaml .Values.securityContext | nindent 10 }}',
        'capabilities:\n            drop: [ALL]',
      ),
    },
    answers: ['likely capability till/templates/deployment.yaml:17'],
  },
  'a patch of a kustomization': {
    text: '$ kubectl logs shop-till-6d9f8b7c5d-8zq4t\ntouch: cannot touch ‘/opt/x’: Read-only file system',
    files: overlay,
    answers: ['certain filesystem shop/safer.yaml:11'],
  },
};

describe('what a chart or a kustomization builds', () => {
  it.each(Object.entries(cases))('%s', (_, one) => expectAnswers(one));

  it('is mended in the values', async () => {
    const files = chart('securityContext:\n  capabilities:\n    drop: [ALL]\n');
    expect(await fixed('prod-till-6d9f8b7c5d-8zq4t till chown: /data: Operation not permitted', files)).toEqual([
      expect.stringMatching(/drop: \[ALL\]\n +add:\n +- CHOWN\n/),
    ]);
  });
});
