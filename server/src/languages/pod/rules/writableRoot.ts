import type { Rule } from '../../../core';
import { booleanOf } from '../../../tree';
import { habitFix } from '../harden/harden';
import { readOnlyRoot } from '../harden/readOnlyRoot';
import { podsOf, securityField, subjectOf } from '../model';
import type { PodPart } from '../part';
import { nameSpan } from '../standards/violation';
import { podWith } from './example';

export const writableRoot: Rule<PodPart> = {
  code: 'pod/writable-root',
  title: 'The container’s root file system is writable',
  category: 'security',
  severity: 'hint',
  why: 'An intruder can drop and change programs in the container. `readOnlyRootFilesystem: true` leaves only volumes writable; give the folders that the program writes (`/tmp`, often a cache and a run folder) an `emptyDir`. No Pod Security level requires it.',
  sources: [
    {
      title: 'NSA/CISA Kubernetes Hardening Guide',
      url: 'https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF',
    },
  ],
  example: {
    bad: podWith({ container: 'securityContext:\n  readOnlyRootFilesystem: false' }),
    good: podWith({
      container: 'securityContext:\n  readOnlyRootFilesystem: true\nvolumeMounts:\n  - name: tmp\n    mountPath: /tmp',
      podEnd: 'volumes:\n  - name: tmp\n    emptyDir: {}',
    }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      if (pod.partial || pod.os === 'windows') continue;
      for (const container of pod.containers) {
        const node = securityField(container, 'readOnlyRootFilesystem');
        if (booleanOf(node) === true) continue;
        yield {
          span: node?.span ?? nameSpan(container),
          message: `${subjectOf(container)} can write to its own image's files, since readOnlyRootFilesystem is not true.`,
          cure: () => {
            const { changes, folders } = readOnlyRoot(pod, container);
            const brought = folders.length ? ` with an emptyDir on ${folders.join(', ')}` : '';
            return habitFix(
              part,
              changes,
              `Set readOnlyRootFilesystem: true${brought}`,
              'Writing anywhere else fails with "Read-only file system"; give those folders an emptyDir too.',
              context,
            );
          },
        };
      }
    }
  },
};
