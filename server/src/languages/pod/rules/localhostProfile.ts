import type { Rule } from '../../../core';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { kubeletSeverity } from '../level';
import { wholePods } from '../model';
import type { PodPart } from '../part';
import { profilesIn } from '../profiles';
import { kubeletSeccomp, podValidation } from './authority';
import { podWith } from './example';

export const localhostProfile: Rule<PodPart> = {
  code: 'pod/localhost-profile',
  title: 'Type Localhost without localhostProfile',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `type: Localhost` says that `localhostProfile` names the profile, and it is missing or empty. For seccomp it is a path below the kubelet’s seccomp folder, for AppArmor the name of a profile that is loaded on the node. An empty path for seccomp passes the API server, and the kubelet does not start the container; where only admission is asked about, by `--pod-security`, that is a warning.',
  sources: [podValidation, kubeletSeccomp],
  example: {
    bad: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: Localhost' }),
    good: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: profiles/app.json' }),
    fixDiffers: 'The fix uses the default profile of the runtime, because it cannot know the name of the profile that was meant.',
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const { field, type, typeNode, nameNode, name, holder, path } of profilesIn(pod)) {
        if (type !== 'Localhost' || !typeNode || (nameNode && name !== '')) continue;
        const laterOnly = field === 'seccompProfile' && nameNode !== undefined;
        yield {
          span: (nameNode ?? typeNode).span,
          ...(laterOnly && { severity: kubeletSeverity(pod, context) }),
          message: `${field} of ${holder} is Localhost but names no profile in localhostProfile.`,
          cure: () =>
            hardeningFix(
              part,
              [set([...path, 'type'], 'RuntimeDefault')],
              'Use the runtime’s default profile',
              'The profile that was meant does not apply.',
            ),
        };
      }
    }
  },
};
