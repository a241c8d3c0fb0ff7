import type { Rule } from '../../../core';
import { booleanOf, get, itemsOf, stringOf } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { securityField, titleOf, wholePods } from '../model';
import type { PodPart } from '../part';
import { podValidation } from './authority';
import { podWith } from './example';

const mount = 'volumeMounts:\n  - name: data\n    mountPath: /data';
const volume = 'volumes:\n  - name: data\n    emptyDir: {}';

export const mountPropagation: Rule<PodPart> = {
  code: 'pod/mount-propagation',
  title: 'Bidirectional mounts without being privileged',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `Bidirectional mount propagation is available only to privileged containers`. Mounts that the container makes would appear on the node and in every pod that uses the volume. `HostToContainer` needs no privilege.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: `${mount}\n    mountPropagation: Bidirectional`, podEnd: volume }),
    good: podWith({ container: `${mount}\n    mountPropagation: HostToContainer`, podEnd: volume }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      if (pod.partial) continue;
      for (const container of pod.containers) {
        if (booleanOf(securityField(container, 'privileged')) === true) continue;
        for (const [index, item] of itemsOf(get(container.node, 'volumeMounts')).entries()) {
          const node = get(item, 'mountPropagation');
          if (!node || stringOf(node) !== 'Bidirectional') continue;
          yield {
            span: node.span,
            message: `The API server refuses Bidirectional mount propagation in ${titleOf(container)}, which is not privileged.`,
            cure: () =>
              hardeningFix(
                part,
                [set([...container.path, 'volumeMounts', index, 'mountPropagation'], 'HostToContainer')],
                'Set mountPropagation: HostToContainer',
                'Mounts made in the container no longer reach the node.',
              ),
          };
        }
      }
    }
  },
};
