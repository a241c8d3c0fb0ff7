/** The profiles, hats and children of a file, those in its includes with them. */

import { gatherer } from '../syntax/gather';
import type { ProfileStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import type { NamedProfile } from './checks';
import { type ApparmorPart, policyOf } from './model';

export type { NamedProfile } from './checks';

interface WrittenProfile {
  /** `parent//child` for children and hats; without namespace. */
  readonly fullName: string;
  readonly profile: ProfileStatement;
}

const below = ({ name }: ProfileStatement, parent: string): string => {
  const own = name ? wordValue(name.raw) : '';
  return parent ? `${parent}//${own}` : own;
};

/** The profiles, hats and children that a text itself has. */
export const writtenProfiles = gatherer<WrittenProfile, string>(
  (statement, _, parent) =>
    statement.kind === 'profile' && statement.name ? [{ fullName: below(statement, parent), profile: statement }] : [],
  (statement, parent) => (statement.kind === 'profile' ? below(statement, parent) : parent),
);

export const profilesOf = (part: ApparmorPart): readonly NamedProfile[] => policyOf(part).profiles;

/** The name for people: in a template with its actions as they are written. */
export function writtenName(part: ApparmorPart, { fullName, item, profile }: NamedProfile): string {
  if (!part.template || item.site) return fullName;
  const around = profilesOf(part).filter(
    (one) => !one.item.site && one.item.start <= item.start && item.start < one.item.start + one.profile.length,
  );
  const names = around.map((one) => {
    const { start, end } = one.profile.name?.span ?? { start: 0, end: 0 };
    return wordValue(part.text.slice(one.item.start + start, one.item.start + end));
  });
  return names.length === 0 || !profile.name ? fullName : names.join('//');
}

/** The innermost profile of the file itself around an offset. */
export function profileAt(part: ApparmorPart, offset: number): NamedProfile | undefined {
  return profilesOf(part).findLast(({ item, profile }) => !item.site && item.start <= offset && offset <= item.start + profile.length);
}
