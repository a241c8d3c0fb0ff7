/** The profiles, hats and children of a file, those in its includes with them. */

import type { NamedProfile } from './checks';
import { type ApparmorPart, policyOf } from './model';

export type { NamedProfile } from './checks';

export const profilesOf = (part: ApparmorPart): readonly NamedProfile[] => policyOf(part).profiles;

/** The innermost profile of the file itself around an offset. */
export function profileAt(part: ApparmorPart, offset: number): NamedProfile | undefined {
  return profilesOf(part).findLast(({ item, profile }) => !item.site && item.start <= offset && offset <= item.start + profile.length);
}
