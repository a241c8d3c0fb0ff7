/** Pods and kustomizations. */

import { enter, type TypedFile } from './typedFile';

export const podFiles: readonly TypedFile[] = [
  {
    name: 'pod',
    path: 'deploy/typed.yaml',
    languageId: 'yaml',
    text: `apiVersion: v1
kind: Pod
metadata:
  name: shop
spec:
  automountServiceAccountToken: false
  securityContext:
    runAsNonRoot: true
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: web
      image: registry.example.org/web:1.4
      imagePullPolicy: IfNotPresent
      args: ["--port", "8080"]
      securityContext:
        allowPrivilegeEscalation: false
        runAsUser: 10001
        capabilities:
          drop:
            - ALL
          add:
            - NET_BIND_SERVICE
    - name: all
      image: registry.example.org/all:2
`,
    edits: [
      {
        title: 'append a capability',
        after: '- NET_BIND_SERVICE',
        keys: [enter, '- CHOWN'],
        becomes: '- NET_BIND_SERVICE\n            - CHOWN',
        before: '\n    - name: all',
      },
      {
        title: 'append a container',
        after: 'all:2',
        keys: [
          enter,
          ['Backspace'],
          '- name: app',
          enter,
          '  image: registry.example.org/app:1',
          enter,
          'securityContext:',
          enter,
          '  privileged: false',
        ],
        becomes: 'all:2\n    - name: app\n      image: registry.example.org/app:1\n      securityContext:\n        privileged: false',
        before: '\n',
      },
      {
        title: 'delete and retype a word',
        after: 'type: RuntimeDefault',
        keys: [...Array.from({ length: 14 }, () => ['Backspace'] as const), 'Localhost', enter, 'localhostProfile: shop.json'],
        becomes: 'type: Localhost\n      localhostProfile: shop.json',
        before: '\n  containers:',
      },
    ],
  },
  {
    name: 'kustomization',
    path: 'deploy/kustomization.yaml',
    languageId: 'yaml',
    text: `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
  - web.yaml
patches:
  - target:
      kind: Deployment
    patch: |-
      - op: add
        path: /spec/template/spec/hostNetwork
        value: false
  - patch: |-
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        template:
          spec:
            automountServiceAccountToken: false
`,
    edits: [
      {
        title: 'append a resource',
        after: '- web.yaml',
        keys: [enter, '- all.yaml'],
        becomes: '- web.yaml\n  - all.yaml',
        before: '\npatches:',
      },
    ],
  },
];
