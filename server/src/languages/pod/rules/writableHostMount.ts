import type { Rule } from '../../../core';
import { booleanOf, get, memberOf } from '../../../tree';
import { set } from '../harden/change';
import { habitFix } from '../harden/harden';
import { podsOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { inContainers, volumesIn } from '../validation/refusal';
import { docs } from './authority';
import { podWith } from './example';

const podEnd = 'volumes:\n  - name: logs\n    hostPath:\n      path: /var/log';
const mount = 'volumeMounts:\n  - name: logs\n    mountPath: /logs';

export const writableHostMount: Rule<PodPart> = {
  code: 'pod/writable-host-mount',
  title: 'A writable mount of a folder of the node',
  category: 'security',
  severity: 'hint',
  why: 'What the container writes there is on the node, and is read by its programs and by other pods. `readOnly: true` on the mount leaves reading; `recursiveReadOnly: Enabled` covers mounts below it too.',
  sources: [docs('Volumes: hostPath', 'concepts/storage/volumes/#hostpath')],
  example: { bad: podWith({ container: mount, podEnd }), good: podWith({ container: `${mount}\n    readOnly: true`, podEnd }) },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      if (pod.partial === 'template' || pod.workload.form !== 'pod') continue;
      const folders = new Map(
        [...volumesIn(pod)].flatMap(({ node }) => {
          const path = writtenString(get(get(node, 'hostPath'), 'path'));
          return path === undefined ? [] : [[writtenString(get(node, 'name')), path] as const];
        }),
      );
      for (const { node, path, owner } of inContainers(pod, 'volumeMounts')) {
        const name = memberOf(node, 'name')?.value;
        const folder = folders.get(writtenString(name));
        if (!name || folder === undefined || booleanOf(get(node, 'readOnly')) === true) continue;
        yield {
          span: name.span,
          message: `The ${owner} can write to ${folder} of the node.`,
          cure: () =>
            habitFix(part, [set([...path, 'readOnly'], true)], 'Set readOnly: true', 'What the container writes there fails.', context),
        };
      }
    }
  },
};
