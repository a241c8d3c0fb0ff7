import type { Rule } from '../../../core';
import { booleanOf, get } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { securityField, titleOf, wholePods, writtenString } from '../model';
import type { PodPart } from '../part';
import { podValidation } from './authority';
import { podWith } from './example';

export const procMountHostUsers: Rule<PodPart> = {
  code: 'pod/proc-mount-host-users',
  title: 'An unmasked /proc without a user namespace',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.25',
  why: 'The API server refuses the pod: `hostUsers must be false to use Unmasked`. With the whole of `/proc` in reach, root in the container would write the node’s kernel settings; in a user namespace it has no rights there.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: 'securityContext:\n  procMount: Unmasked' }),
    good: podWith({ container: 'securityContext:\n  procMount: Default' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      if (booleanOf(get(pod.spec, 'hostUsers')) === false || pod.partial) continue;
      for (const container of pod.containers) {
        const node = securityField(container, 'procMount');
        if (!node || writtenString(node) !== 'Unmasked') continue;
        yield {
          span: node.span,
          message: `The API server refuses procMount: Unmasked in ${titleOf(container)} unless the pod has hostUsers: false.`,
          cure: () => [
            ...hardeningFix(
              part,
              [set([...container.path, 'securityContext', 'procMount'], 'Default')],
              'Set procMount: Default',
              breakNotes.procMount,
            ),
            ...hardeningFix(
              part,
              [set([...pod.path, 'hostUsers'], false)],
              'Set hostUsers: false',
              'Needs Linux 6.3 and containerd 2.0 or CRI-O 1.25; NFS and raw block volumes do not work with it.',
            ),
          ],
        };
      }
    }
  },
};
