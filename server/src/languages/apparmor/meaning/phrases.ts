/** Phrases that answers and findings share. */

import { code } from '../../../core';
import { abstractionHelp } from '../../../knowledge';

/** `a, b and 4 more rules`: so many of a list, and how many more there are. */
export function listed(texts: readonly string[], most: number): string {
  const shown = texts.slice(0, most);
  const rest = texts.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more ${rest === 1 ? 'rule' : 'rules'}`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** What an abstraction opens beside what was asked about; `rules` as they are written in it. */
export function opensToo(name: string, rules: readonly string[]): string {
  const help = abstractionHelp().get(name.slice('abstractions/'.length));
  const rest = rules.length === 0 ? 'It opens nothing else.' : `It also opens ${listed(rules.map(code), 3)}.`;
  return [rest, rules.length > 3 && help && `In all: ${help.opens}`, help?.risk].filter(Boolean).join(' ');
}
