import type { Rule } from '../../../core';
import { editsFor } from '../harden/apply';
import { remove, set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { profilesIn } from '../profiles';
import { writtenTogether } from '../written';
import { podValidation } from './authority';
import { podWith } from './example';

export const localhostProfileUnused: Rule<PodPart> = {
  code: 'pod/localhost-profile-unused',
  title: 'localhostProfile has no effect with this type',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `localhostProfile` is allowed only beside `type: Localhost`. With any other type it would be ignored, and the author would believe in a profile that does not apply.',
  sources: [podValidation],
  example: {
    bad: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault\n    localhostProfile: app.json' }),
    good: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { field, type, typeNode, nameNode, holder, path } of profilesIn(pod)) {
        if (type === undefined || type === 'Localhost' || !typeNode || !nameNode) continue;
        if (!writtenTogether(pod, [typeNode, nameNode])) continue;
        yield {
          span: nameNode.span,
          message: `${field} of ${holder} has type ${type}, beside which the API server refuses localhostProfile.`,
          cure: () => [
            {
              title: 'Remove localhostProfile',
              edits: editsFor(part, [remove([...path, 'localhostProfile'])]),
              safe: false,
              preferred: true,
            },
            ...hardeningFix(
              part,
              [set([...path, 'type'], 'Localhost')],
              'Set type: Localhost',
              'The profile must be on every node, or the container does not start.',
            ),
          ],
        };
      }
    }
  },
};
