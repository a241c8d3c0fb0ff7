/** The profile that a log speaks of. */

import { type ApparmorPart, policyOf } from '../model';
import { type NamedProfile, profilesOf } from '../profiles';
import { expand } from '../variables';

/** The profile of a name in the log; undefined for the rules of a fragment, whatever profile includes them. */
export function profileFor(part: ApparmorPart, logged: string): NamedProfile | undefined | 'unknown' {
  // Complain mode goes on in a profile of its own behind an exec that no rule allows.
  const name = logged.replace(/\/\/null-.*$/, '').replace(/^:[^:]*:(?:\/\/)?/, '');
  const own = profilesOf(part).filter(({ item }) => !item.site);
  if (own.length === 0 && part.fragment) return undefined;
  const { environment } = policyOf(part);
  const fitting = own.find(({ fullName }) => fullName === name || expand(fullName, environment).glob === name);
  return fitting ?? 'unknown';
}
