/** The profile that a log speaks of. */

import { attaches } from '../meaning/transitions';
import { type ApparmorPart, policyOf } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import { expand } from '../policy/variables';

/**
 * The profiles of the file that a label in the log names, of a stack (`a//&b`) each; `[undefined]` for the rules of a fragment,
 * whatever profile includes them.
 */
export function profilesFor(part: ApparmorPart, logged: string): readonly (NamedProfile | undefined)[] {
  const own = ownProfiles(part);
  if (own.length === 0 && part.fragment) return [undefined];
  const found = logged.split('//&').map((name) => profileNamed(part, own, name));
  return found.filter((profile) => profile !== undefined);
}

/** As rules name the other side: a label that complain mode made up is the profile that the program will run under. */
export function labelFor(part: ApparmorPart, logged: string): string {
  if (!logged.includes('//null-')) return logged;
  return profileNamed(part, ownProfiles(part), logged)?.fullName ?? logged.replace(nothing, '');
}

const ownProfiles = (part: ApparmorPart) => profilesOf(part).filter(({ item }) => !item.site);

/** What complain mode adds to the name of a profile, once for each program that no rule lets run. */
const nothing = /\/\/null-.*$/;

function profileNamed(part: ApparmorPart, own: readonly NamedProfile[], logged: string): NamedProfile | undefined {
  const [plain = '', ...programs] = logged.replace(/^:[^:]*:(?:\/\/)?/, '').split('//null-');
  const { environment } = policyOf(part);
  const fitting = own.find(({ fullName }) => fullName === plain || expand(fullName, environment).glob === plain);
  return programs.reduce((from, program) => from && (profileOfProgram(part, from, program) ?? from), fitting);
}

/** The profile that a program of its own has, a child first; undefined where it can only run under the same. */
export function profileOfProgram(part: ApparmorPart, from: NamedProfile | undefined, path: string): NamedProfile | undefined {
  const fitting = profilesOf(part).filter((profile) => profile !== from && attaches(part, profile, path));
  const child = from && fitting.find(({ fullName }) => fullName.startsWith(`${from.fullName}//`));
  return child ?? fitting.find(({ fullName }) => !fullName.includes('//'));
}
