import type { Rule } from '../../../core';
import { runtimeBehind } from '../../../knowledge';
import { get } from '../../../tree';
import { podsOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { volumesOf } from '../standards/baseline';
import { podWith } from './example';

export const runtimeSocket: Rule<PodPart> = {
  code: 'pod/runtime-socket',
  title: 'The socket of the container runtime is mounted',
  category: 'security',
  severity: 'warning',
  why: 'A program that can write to the runtime’s socket is root on the node: one call starts a privileged container outside of everything that Kubernetes checks. Mounting it read-only does not help, a socket is written through all the same. Build images with a tool that needs no daemon, read metrics from the kubelet.',
  sources: [
    { title: 'Docker: Docker daemon attack surface', url: 'https://docs.docker.com/engine/security/#docker-daemon-attack-surface' },
  ],
  example: {
    bad: podWith({ pod: 'volumes:\n  - name: runtime\n    hostPath:\n      path: /var/run/docker.sock' }),
    good: podWith({ pod: 'volumes:\n  - name: runtime\n    emptyDir: {}' }),
  },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { name, node } of volumesOf(pod)) {
        const path = get(get(node, 'hostPath'), 'path');
        const runtime = runtimeBehind(writtenString(path) ?? '');
        if (path && runtime)
          yield {
            span: path.span,
            message: `Volume "${name}" reaches the socket of ${runtime}, through which a container becomes root on the node.`,
          };
      }
    }
  },
};
