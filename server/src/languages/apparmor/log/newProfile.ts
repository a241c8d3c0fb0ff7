/** A whole profile for a program that has none. */

import type { Addition } from '../policy/additions';
import { nameWord } from './generalise';

export interface NewProfile {
  readonly name: string;
  /** The program that it attaches to, as a word of the header. */
  readonly attachment?: string;
  readonly flags: readonly string[];
  readonly additions: readonly Addition[];
}

/** Names that can be written as the log has them and become the name of a file. */
export const canCreate = (name: string): boolean =>
  /^[A-Za-z0-9_/][\w./@+-]*$/.test(name) && !/\/\/|\/$/.test(name) && !/^(?:unconfined|unprivileged_userns|kernel)$/.test(name);

/** What a profile is called as a file: `usr.bin.shop`. */
export const fileNameOf = (name: string): string => name.replace(/^\/+/, '').replace(/\/+/g, '.');

/** A file of its own, or what is added to one that has the preamble. */
export function newProfileText({ name, attachment, flags, additions }: NewProfile, preamble: boolean): string {
  const unconfined = flags.includes('unconfined');
  const header = [
    'profile',
    nameWord(name),
    attachment !== undefined && attachment !== name && attachment,
    flags.length > 0 && `flags=(${flags.join(', ')})`,
    '{',
  ];
  const includes = ['include <abstractions/base>', ...textsOf(additions, ({ verb }) => verb === 'include')];
  const program = attachment === undefined ? [] : [`${attachment} mr,`];
  const groups: readonly (readonly string[])[] = [
    unconfined ? [] : includes,
    textsOf(additions, ({ verb }) => !['include', 'profile', 'file', 'link'].includes(verb)),
    [...(unconfined ? [] : program), ...textsOf(additions, ({ verb }) => verb === 'file' || verb === 'link')],
    ...additions.flatMap(({ verb, text }) => (verb === 'profile' ? [text.split('\n')] : [])),
    [`include if exists <local/${fileNameOf(name)}>`],
  ];
  const body = groups
    .filter((lines) => lines.length > 0)
    .map((lines) => [...new Set(lines)].map((line) => (line === '' ? '' : `  ${line}`)).join('\n'))
    .join('\n\n');
  const profile = `${header.filter(Boolean).join(' ')}\n${body}\n}\n`;
  return preamble ? `abi <abi/4.0>,\n\ninclude <tunables/global>\n\n${profile}` : profile;
}

const textsOf = (additions: readonly Addition[], fits: (one: Addition) => boolean): readonly string[] =>
  additions.filter(fits).map(({ text }) => text);

/** A child in the profile that runs it. */
export function newChildText({ name, flags, additions }: NewProfile, indent: string): string {
  const header = ['profile', nameWord(name), flags.length > 0 && `flags=(${flags.join(', ')})`, '{'];
  const lines = ['include <abstractions/base>', '', ...additions.filter(({ verb }) => verb !== 'profile').map(({ text }) => text)];
  return [header.filter(Boolean).join(' '), ...lines.map((line) => (line === '' ? '' : indent + line)), '}'].join('\n');
}
