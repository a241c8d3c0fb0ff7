/** The card of a word that the tables know. */

import { bold, code, type Hover, link, md, ours, paragraphs } from '../../../../core';
import type { WordHelp } from '../../../../knowledge';
import type { Word } from '../../syntax/tree';

export const manual = link(md`apparmor.d(5)`, 'https://manpages.debian.org/unstable/apparmor/apparmor.d.5.en.html');

export type Inside = (word: Word | undefined) => word is Word;

export function helpHover(word: Word | undefined, help: ReadonlyMap<string, WordHelp>, key = word?.raw, shown = key): Hover | undefined {
  const found = word && key !== undefined ? help.get(key) : undefined;
  if (!word || !found) return undefined;
  return {
    span: word.span,
    markdown: paragraphs(
      md`${bold(code(shown as string))}${found.since ? md` · since AppArmor ${ours(found.since)}` : md``}`,
      ours(found.text),
      manual,
    ),
  };
}
