import type { Rule } from '../../../core';
import { itemsOf, memberOf } from '../../../tree';
import { editsFor } from '../harden/apply';
import { remove } from '../harden/change';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { docs, podValidation } from './authority';
import { podWith } from './example';

export const ephemeralContainers: Rule<PodPart> = {
  code: 'pod/ephemeral-containers',
  title: 'Ephemeral containers in a manifest',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the object: ephemeral containers are added to a running pod through a subresource (`kubectl debug`), never with the pod and never in a template.',
  sources: [podValidation, docs('Ephemeral Containers', 'concepts/workloads/pods/ephemeral-containers/')],
  example: { bad: podWith({ pod: 'ephemeralContainers:\n  - name: debug\n    image: registry.example/debug:1' }), good: podWith({}) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      const member = memberOf(pod.spec, 'ephemeralContainers');
      if (pod.workload.form !== 'pod' || !member || !itemsOf(member.value).length) continue;
      // What `kubectl get` printed of a running pod carries a status.
      if (memberOf(pod.object.node, 'status')) continue;
      yield {
        span: member.key.span,
        message: 'The API server takes ephemeral containers only through kubectl debug, not in a manifest.',
        cure: () => [
          {
            title: 'Remove ephemeralContainers',
            edits: editsFor(part, [remove([...pod.path, 'ephemeralContainers'])]),
            safe: false,
            preferred: true,
          },
        ],
      };
    }
  },
};
