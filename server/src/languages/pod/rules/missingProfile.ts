import { nearest, type Rule } from '../../../core';
import { setValue } from '../../../tree';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { knownProfiles } from '../profileFacts';
import { profilesIn } from '../profiles';
import { docs } from './authority';
import { podWith } from './example';

export const missingProfile: Rule<PodPart> = {
  code: 'pod/missing-profile',
  title: 'The profile is not in the workspace',
  category: 'correctness',
  severity: 'information',
  why: 'A container whose profile is not on the node does not start (CreateContainerError). The workspace has profiles of this kind, but none of this name: perhaps a slip of the pen, perhaps one that comes from elsewhere.',
  sources: [docs('Restrict a container’s syscalls with seccomp', 'tutorials/security/seccomp/')],
  example: {
    bad: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: profiles/aap.json' }),
    good: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: Localhost\n    localhostProfile: profiles/app.json' }),
    context: {
      facts: [
        {
          kind: 'seccomp-profile',
          name: 'profiles/app.json',

          uri: 'file:///seccomp/profiles/app.json',
          span: { start: 0, end: 0 },
        },
      ],
    },
  },
  byPiece: true,
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { field, type, nameNode, name, holder } of profilesIn(pod)) {
        if (type !== 'Localhost' || !nameNode || !name) continue;
        const known = knownProfiles(field, context);
        if (!known.length || known.some((fact) => fact.matches(name))) continue;
        const meant = nearest(
          name,
          known.map((fact) => fact.name),
        );
        const kind = field === 'seccompProfile' ? 'seccomp' : 'AppArmor';
        yield {
          span: nameNode.span,
          message: `No ${kind} profile "${name}" for ${holder} is in the workspace${meant ? `; did you mean "${meant}"?` : '.'}`,
          ...(meant && {
            cure: () => [
              {
                title: `Use ${meant}…`,
                edits: setValue(part.tree, nameNode, meant),
                safe: false,
                note: 'The container runs with another profile.',
              },
            ],
          }),
        };
      }
    }
  },
};
