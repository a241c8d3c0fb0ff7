/** Flags of a profile without which the kernel compares no rule with a name. */

import { code, type Edit, shift } from '../../../core';
import type { FlagRequest } from '../meaning/requests';
import type { NamedProfile } from '../policy/profiles';

/** One edit for the flags of a profile. */
export function flagEdit({ profile, item }: NamedProfile, flags: readonly string[]): Edit {
  const last = profile.flags?.words.at(-1);
  const at = item.start + (last?.span.end ?? profile.body?.open.start ?? profile.span.end);
  return { span: { start: at, end: at }, text: last ? `, ${flags.join(', ')}` : `flags=(${flags.join(', ')}) ` };
}

/** The flag where the profile has it. With a value (`attach_disconnected.path=/out`) such paths lie below that. */
export function flagOf(profile: NamedProfile | undefined, { flag }: FlagRequest) {
  const isIt = (raw: string) => raw === flag || raw.startsWith(`${flag}=`) || raw.startsWith(`${flag}.path=`);
  const word = profile?.profile.flags?.words.find(({ raw }) => isIt(raw));
  const value = /=(.*)$/.exec(word?.raw ?? '')?.[1]?.replace(/^"(.*)"$/, '$1');
  return profile && word && { span: shift(word.span, profile.item.start), text: word.raw, ...(value && { value }) };
}

const unsafe =
  'AppArmor calls the flag unsafe: a file of another mount namespace then passes for the one at the same path here. Take it only with the rule, and only where the process has to use such files.';

export const flagNotes: Readonly<Record<FlagRequest['flag'], (path: string) => string>> = {
  attach_disconnected: (path) => `${path ? code(path) : 'The file'} lies outside of the process's mount namespace. ${unsafe}`,
  'attach_disconnected.ipc': (path) =>
    `${path ? code(path) : 'The queue'} lies outside of the process's namespace; with the flag rules see it as if it began at /.`,
  mediate_deleted: (path) =>
    `${path ? code(path) : 'The file'} is deleted; with the flag rules see it by the name that it had, which another file may have now.`,
};
