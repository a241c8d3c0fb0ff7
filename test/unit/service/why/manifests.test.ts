import { describe, it } from 'vitest';
import { type Case, deployment, expectAnswers, hardened, pod } from './cases';

const cases: Readonly<Record<string, Case>> = {
  'admission names two containers': {
    text: 'Error creating: pods "till-5b9f6c7d8-abcde" is forbidden: violates PodSecurity "restricted:latest": unrestricted capabilities (containers "log", "till" must set securityContext.capabilities.drop=["ALL"])',
    files: {
      'a.yaml': deployment('till', '      containers:\n      - name: log\n        image: a\n      - name: till\n        image: b\n'),
    },
    answers: ['certain admission a.yaml:13', 'certain admission a.yaml:15'],
  },
  'admission names the capability that was added': {
    text: 'pods "till" is forbidden: violates PodSecurity "baseline:latest": non-default capabilities (container "till" must not include "NET_ADMIN" in securityContext.capabilities.add)',
    files: {
      'a.yaml': pod(
        '  containers:\n  - name: till\n    image: a\n    securityContext:\n      capabilities:\n        add:\n        - CHOWN\n        - NET_ADMIN\n',
      ),
    },
    answers: ['certain admission a.yaml:13'],
  },
  'admission names a volume': {
    text: 'pods "till" is forbidden: violates PodSecurity "baseline:latest": hostPath volumes (volume "logs")',
    files: {
      'a.yaml': pod(
        '  containers:\n  - name: till\n    image: a\n  volumes:\n  - name: data\n    emptyDir: {}\n  - name: logs\n    hostPath: {path: /var/log}\n',
      ),
    },
    answers: ['certain admission a.yaml:13'],
  },
  'the API server names a field that is missing': {
    text: 'The Pod "till" is invalid: spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost',
    files: {
      'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      seccompProfile:\n        type: Localhost\n'),
    },
    answers: ['certain api a.yaml:10'],
  },
  'the API server names a value': {
    text: 'The Deployment "till" is invalid: spec.template.spec.containers[0].securityContext.seccompProfile.type: Unsupported value: "runtimedefault": supported values: "Localhost", "RuntimeDefault", "Unconfined"',
    files: {
      'a.yaml': deployment(
        'till',
        '      containers:\n      - name: till\n        image: a\n        securityContext:\n          seccompProfile:\n            type: runtimedefault\n',
      ),
    },
    answers: ['certain api a.yaml:17'],
  },
  'strict decoding names a field': {
    text: 'Error from server (BadRequest): error when creating "a.yaml": Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].securityContext.runAsNonroot"',
    files: { 'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      runAsNonroot: true\n') },
    answers: ['certain api a.yaml:10'],
  },
  'the kubelet names a user that is root': {
    text: 'Error: container\'s runAsUser breaks non-root policy (pod: "till_default(1b2c)", container: till)',
    files: {
      'a.yaml': pod(
        '  securityContext:\n    runAsNonRoot: true\n  containers:\n  - name: till\n    image: a\n    securityContext:\n      runAsUser: 0\n',
      ),
    },
    answers: ['certain kubelet a.yaml:12'],
  },
  'a capability that does not exist': {
    text: 'Error: unknown capability "CAP_NET_ROW" to add',
    files: {
      'a.yaml': pod('  containers:\n  - name: till\n    image: a\n    securityContext:\n      capabilities:\n        add: [NET_ROW]\n'),
    },
    answers: ['certain capability a.yaml:11'],
  },
  'constraints of OpenShift name fields of a pod that a workload makes': {
    text: 'Error creating: pods "till-7d57cf64-" is forbidden: unable to validate against any security context constraint: [provider "anyuid": Forbidden: not usable by user or serviceaccount, provider restricted-v2: .containers[0].runAsUser: Invalid value: 1000: must be in the ranges: [1000680000, 1000689999], provider restricted-v2: .containers[0].capabilities.add: Invalid value: "SYS_TIME": capability may not be added, provider restricted: .spec.securityContext.hostPID: Invalid value: true: Host PID is not allowed to be used]',
    files: {
      'a.yaml': deployment(
        'till',
        '      hostPID: true\n      containers:\n      - name: till\n        image: a\n        securityContext:\n          runAsUser: 1000\n          capabilities:\n            add: [SYS_TIME]\n',
      ),
    },
    answers: ['certain admission a.yaml:17', 'certain admission a.yaml:19', 'certain admission a.yaml:12'],
    says: /range of the namespace.*SYS_TIME|capability/s,
  },
  'errors of other causes': {
    text: 'Error: configmap "till" not found\ndocker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /srv/x',
    files: { 'a.yaml': hardened },
    answers: ['certain runtime -', 'certain runtime -'],
  },
};

describe('what the cluster refuses in a manifest', () => {
  it.each(Object.entries(cases))('%s', (_, one) => expectAnswers(one));
});
