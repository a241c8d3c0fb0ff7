/** Processes without a profile, and Ubuntu's restriction of user namespaces for them. */

import { code } from '../../../core';
import { attaches, attachmentOf } from '../meaning/transitions';
import type { ApparmorPart } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import type { LogRecord } from './records';

/** The profile into which Ubuntu moves a program without one that creates a user namespace. */
export const restrictedProfile = 'unprivileged_userns';

/** Whether an unconfined program created, or wanted to create, a user namespace under that restriction. */
export const isRestricted = ({ fields, outcome }: LogRecord): boolean =>
  fields.operation === 'userns_create' &&
  fields.profile === 'unconfined' &&
  (outcome === 'AUDIT' ? fields.target !== undefined : outcome === 'DENIED');

/** Programs are named by up to 15 characters in `comm`. */
const longestComm = 15;

/** The profile of the file that is meant for the program: by its path, else by its name. */
export function profileForProgram(part: ApparmorPart, { program, fields }: LogRecord): NamedProfile | undefined {
  const own = profilesOf(part).filter(({ item, fullName }) => !item.site && !fullName.includes('//'));
  if (program !== undefined) return own.find((profile) => attaches(part, profile, program));
  const { comm } = fields;
  const isNamed = (path: string | undefined) => path !== undefined && (path.split('/').at(-1) ?? '').slice(0, longestComm) === comm;
  return own.find((profile) => isNamed(attachmentOf(part, profile))) ?? own.find(({ fullName }) => isNamed(fullName));
}

export const restrictedWhy = (comm: string | undefined, create: string): string =>
  `Ubuntu lets a program without a profile create a user namespace only under \`${restrictedProfile}\`, which denies most of what it does there. ${
    comm === undefined ? 'The program' : code(comm)
  } needs a small profile that attaches to it and allows \`userns\`${create}.`;

export const inRestricted = `The profile \`${restrictedProfile}\` denies what a program without a profile does in its user namespace: the answer is a small profile that attaches to the program and allows \`userns\`.`;
