/** Profiles that container engines don't find or can't read, as all of them report it. */

import type { Holes } from './template';

export const missingSeccomp = ({ path = '' }: Holes) => ({ kind: 'missing-profile', of: 'seccomp', name: path }) as const;

export const missingApparmor = ({ name = '' }: Holes) => ({ kind: 'missing-profile', of: 'apparmor', name }) as const;

export const notJson = (path: string, problem: string) =>
  ({
    kind: 'invalid-profile',
    of: 'seccomp',
    ...(path && { word: path }),
    field: 'path',
    problem: `the file can't be decoded: ${problem}`,
  }) as const;
