import type { Rule } from '../../../core';
import { booleanOf, numberOf } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { suggestedUser } from '../harden/identity';
import { effectiveField, securityField, subjectOf, wholePods } from '../model';
import type { PodPart } from '../part';
import { kubeletSecurityContext } from './authority';
import { podWith } from './example';

export const nonRootAsRoot: Rule<PodPart> = {
  code: 'pod/non-root-as-root',
  title: 'Must not be root, but runs as user 0',
  category: 'correctness',
  severity: 'warning',
  why: 'The container never starts, though the API server takes the pod: the kubelet stops it with `container’s runAsUser breaks non-root policy` (CreateContainerConfigError).',
  sources: [kubeletSecurityContext],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 0' }),
    good: podWith({ container: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 10001' }),
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const container of pod.containers) {
        const nonRoot = effectiveField(pod, container, 'runAsNonRoot');
        const user = effectiveField(pod, container, 'runAsUser');
        if (!nonRoot || !user || booleanOf(nonRoot) !== true || numberOf(user) !== 0) continue;
        const own = securityField(container, 'runAsUser') !== undefined;
        yield {
          span: user.span,
          message: `${subjectOf(container)} never starts: the kubelet refuses runAsUser 0 beside runAsNonRoot: true.`,
          related: [{ span: nonRoot.span, message: 'Asked for here.' }],
          data: {
            path: [...(own ? container.path : pod.path), 'securityContext', 'runAsUser'],
            user: suggestedUser(pod, own ? container : undefined),
          },
        };
        // A value of the pod is one mistake, however many containers inherit it.
        if (!own) break;
      }
    }
  },
  fixes(part, { data }) {
    const { path, user } = data as { path: string[]; user: number };
    return hardeningFix(
      part,
      [set(path, user)],
      `Set runAsUser: ${user}`,
      'Files that root owns in the image or in volumes can no longer be written.',
    );
  },
};
