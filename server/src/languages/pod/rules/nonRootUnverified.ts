import type { Rule } from '../../../core';
import { booleanOf } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { suggestedUser } from '../harden/identity';
import { effectiveField, podsOf, subjectOf } from '../model';
import type { PodPart } from '../part';
import { nameSpan } from '../standards/violation';
import { kubeletSecurityContext } from './authority';
import { podWith } from './example';

export const nonRootUnverified: Rule<PodPart> = {
  code: 'pod/non-root-unverified',
  title: 'runAsNonRoot without a user id: the image decides',
  category: 'compatibility',
  severity: 'hint',
  why: 'Whether the container starts depends on the image: without `runAsUser` the kubelet looks at the image’s `USER`. Is it root, the container fails with `image will run as root`; is it a name instead of a number, with `image has non-numeric user, cannot verify user is non-root`. A numeric `runAsUser` settles it.',
  sources: [kubeletSecurityContext],
  example: {
    bad: podWith({ pod: 'securityContext:\n  runAsNonRoot: true' }),
    good: podWith({ pod: 'securityContext:\n  runAsNonRoot: true', container: 'securityContext:\n  runAsUser: 10001' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      if (pod.partial || pod.os === 'windows') continue;
      for (const container of pod.containers) {
        if (booleanOf(effectiveField(pod, container, 'runAsNonRoot')) !== true || effectiveField(pod, container, 'runAsUser')) continue;
        yield {
          span: nameSpan(container),
          message: `${subjectOf(container)} starts only if its image names a numeric user other than 0, since runAsUser is not set.`,
          cure: () => {
            const user = suggestedUser(pod, container);
            return hardeningFix(
              part,
              [set([...container.path, 'securityContext', 'runAsUser'], user)],
              `Set runAsUser: ${user}`,
              'Files that another user owns in the image can no longer be written.',
            );
          },
        };
      }
    }
  },
};
