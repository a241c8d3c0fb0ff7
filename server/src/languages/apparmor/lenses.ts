/** One line over each profile that is made for containers: how far it is from what the runtime gives by itself. */

import { type Context, type Lens, shift } from '../../core';
import { baseline } from './baseline';
import { compareProfiles } from './diff';
import type { ApparmorPart } from './model';
import { type NamedProfile, profilesOf } from './profiles';
import { wordValue } from './words';

export function lenses(part: ApparmorPart, context: Context): readonly Lens[] {
  if (part.fragment) return [];
  const profiles = profilesOf(part).filter(isForContainers);
  if (profiles.length === 0) return [];
  const base = baseline(part, context);
  const standard = profilesOf(base.part)[0];
  if (!standard) return [];
  return profiles.flatMap((profile) => {
    const name = profile.profile.name;
    if (!name) return [];
    const changes = compareProfiles(base.part, standard, part, profile);
    return [{ span: shift(name.span, profile.item.start), title: titleOf(base.fileName, changes), command: 'diffWithDefault' }];
  });
}

function titleOf(base: string, changes: readonly { readonly direction: string }[]): string {
  const count = (direction: string) => changes.filter((change) => change.direction === direction).length;
  const [more, fewer, other] = [count('loosened'), count('tightened'), count('altered')];
  const said = [more && `${more} more`, fewer && `${fewer} fewer`, other && `${other} different`].filter(Boolean);
  return said.length > 0 ? `vs ${base}: ${said.join(', ')}` : `same as ${base}`;
}

/** A runtime puts containers under a profile by its name, so such a profile attaches to no program. */
function isForContainers({ fullName, profile, item }: NamedProfile): boolean {
  if (item.site || profile.hat || fullName.includes('//') || !profile.name || profile.attachment) return false;
  if (/^[/@:]/.test(wordValue(profile.name.raw))) return false;
  return !profile.flags?.words.some(({ raw }) => raw === 'unconfined' || raw === 'default_allow');
}
