import type { Rule } from '../../../core';
import { booleanOf, get, itemsOf } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { titleOf, wholePods, writtenString } from '../model';
import type { PodPart } from '../part';
import { docs, podValidation } from './authority';
import { podWith } from './example';

const mount = 'volumeMounts:\n  - name: data\n    mountPath: /data\n    recursiveReadOnly: Enabled';
const podEnd = 'volumes:\n  - name: data\n    emptyDir: {}';

export const recursiveReadOnly: Rule<PodPart> = {
  code: 'pod/recursive-read-only',
  title: 'recursiveReadOnly requires a read-only mount',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.30',
  why: 'The API server refuses the pod: `recursiveReadOnly` extends `readOnly: true` to mounts below the volume, and works only where no mounts come in later (`mountPropagation` unset or `None`).',
  sources: [podValidation, docs('Recursive read-only mounts', 'concepts/storage/volumes/#recursive-read-only-mounts')],
  example: { bad: podWith({ container: mount, podEnd }), good: podWith({ container: `${mount}\n    readOnly: true`, podEnd }) },
  byPiece: true,
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const container of pod.containers) {
        for (const [index, item] of itemsOf(get(container.node, 'volumeMounts')).entries()) {
          const node = get(item, 'recursiveReadOnly');
          const value = writtenString(node);
          if (!node || (value !== 'Enabled' && value !== 'IfPossible')) continue;
          const propagation = writtenString(get(item, 'mountPropagation')) ?? 'None';
          const path = [...container.path, 'volumeMounts', index];
          if (booleanOf(get(item, 'readOnly')) !== true) {
            if (!pod.partial)
              yield {
                span: node.span,
                message: `recursiveReadOnly of ${titleOf(container)} needs readOnly: true on the same mount, or the API server refuses the pod.`,
                cure: () =>
                  hardeningFix(
                    part,
                    [set([...path, 'readOnly'], true)],
                    'Set readOnly: true',
                    'The container can no longer write to the volume.',
                  ),
              };
          } else if (propagation !== 'None')
            yield {
              span: node.span,
              message: `recursiveReadOnly of ${titleOf(container)} conflicts with mountPropagation: ${propagation}; the API server refuses the pod.`,
            };
        }
      }
    }
  },
};
