/** How a program that is executed is confined: as now, by a profile of its own, or by a new child. */

import type { ApparmorPart } from '../policy/model';
import { nameWord, pathWord } from './generalise';
import { profileOfProgram } from './profileFor';
import type { Subject } from './subject';

/** A program with a profile of its own runs under it, others under the same profile: never less confined than now. */
export function execMode(part: ApparmorPart, { profile }: Subject, path: string): 'Cx' | 'Px' | 'ix' {
  const own = profileOfProgram(part, profile, path);
  return own ? (own.fullName.includes('//') ? 'Cx' : 'Px') : 'ix';
}

/**
 * With `ix` a script is opened for reading by its interpreter, under this same profile, so that `ix` alone leads to a second denial. What may be
 * run may be read, too; `m` comes with `ix` anyway (apparmor_parser, parser_regex.c), and is written as people expect it.
 */
export const withReading = (permissions: string, exec: string | undefined): string =>
  permissions.includes('x') && exec === 'ix' ? [...new Set([...permissions, 'm', 'r'])].join('') : permissions;

/** The name of a child for a program. */
export const childName = (path: string): string => (path.split('/').at(-1) ?? '').replace(/[^\w.@+-]+/g, '_') || 'child';

/** The lines of a child profile that a program needs at least. */
export function childText(name: string, path: string, { scope }: Subject, indent: string): string {
  const word = pathWord(path, scope);
  return [`profile ${nameWord(name)} ${word} {`, `${indent}include <abstractions/base>`, '', `${indent}${word} mr,`, '}'].join('\n');
}

/** apparmor_parser knows one level of children. */
export const mayHaveChildren = ({ profile, created }: Subject): boolean =>
  created ? created.parent === undefined : profile !== undefined && !profile.fullName.includes('//');
