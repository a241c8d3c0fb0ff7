import type { Rule } from '../../../core';
import { memberOf } from '../../../tree';
import { editsFor } from '../harden/apply';
import { remove } from '../harden/change';
import { titleOf, wholePods } from '../model';
import type { PodPart } from '../part';
import { docs, podValidation } from './authority';

const fields = ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'];

const probe = '      startupProbe:\n        tcpSocket:\n          port: 9000\n';

function podWithInit(lines: string): string {
  return `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  initContainers:
    - name: proxy
      image: registry.example/proxy:2
${lines}  containers:
    - name: app
      image: registry.example/app:1.4
`;
}

export const initContainerProbe: Rule<PodPart> = {
  code: 'pod/init-container-probe',
  title: 'An init container with a probe or hook',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: an init container runs to its end, so there is nothing to probe. With `restartPolicy: Always` it is a sidecar (Kubernetes 1.29 and later), which may have probes and hooks.',
  sources: [podValidation, docs('Sidecar containers', 'concepts/workloads/pods/sidecar-containers/')],
  example: { bad: podWithInit(probe), good: podWithInit('') },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      if (pod.partial) continue;
      for (const container of pod.containers.filter(({ kind }) => kind === 'init container')) {
        for (const field of fields) {
          const member = memberOf(container.node, field);
          if (member?.value)
            yield {
              span: member.key.span,
              message: `The API server refuses ${field} on ${titleOf(container)}, which is no sidecar.`,
              cure: () => [{ title: `Remove ${field}`, edits: editsFor(part, [remove([...container.path, field])]), safe: false }],
            };
        }
      }
    }
  },
};
