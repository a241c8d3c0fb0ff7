import type { Rule } from '../../../core';
import { booleanOf } from '../../../tree';
import { remove, set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { breakNotes } from '../harden/notes';
import { podsOf, securityField, titleOf } from '../model';
import type { PodPart } from '../part';
import { writtenTogether } from '../written';
import { podValidation } from './authority';
import { podWith } from './example';

export const privilegedEscalation: Rule<PodPart> = {
  code: 'pod/privileged-escalation',
  title: 'privileged conflicts with allowPrivilegeEscalation: false',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `cannot set allowPrivilegeEscalation to false and privileged to true`. A privileged container has everything already, so the promise could not be kept. Drop one of the two.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: 'securityContext:\n  privileged: true\n  allowPrivilegeEscalation: false' }),
    good: podWith({ container: 'securityContext:\n  privileged: false\n  allowPrivilegeEscalation: false' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const container of pod.containers) {
        const node = securityField(container, 'allowPrivilegeEscalation');
        const privileged = securityField(container, 'privileged');
        if (!node || !privileged || booleanOf(node) !== false || booleanOf(privileged) !== true) continue;
        if (!writtenTogether(pod, [node, privileged])) continue;
        const at = [...container.path, 'securityContext'];
        yield {
          span: node.span,
          message: `The API server refuses allowPrivilegeEscalation: false beside privileged: true in ${titleOf(container)}.`,
          related: [{ span: privileged.span, message: 'Privileged here.' }],
          cure: () => [
            ...hardeningFix(part, [set([...at, 'privileged'], false)], 'Set privileged: false', breakNotes.privileged),
            ...hardeningFix(
              part,
              [remove([...at, 'allowPrivilegeEscalation'])],
              'Remove allowPrivilegeEscalation',
              'The container stays privileged.',
            ),
          ],
        };
      }
    }
  },
};
