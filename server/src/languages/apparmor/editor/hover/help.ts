/** The card of a word that the tables know. */

import { bold, code, type Hover, link, type Markdown, md, ours, paragraphs } from '../../../../core';
import type { WordHelp } from '../../../../knowledge';
import type { Word } from '../../syntax/tree';

export const manual = link(md`apparmor.d(5)`, 'https://manpages.debian.org/unstable/apparmor/apparmor.d.5.en.html');

export type Inside = (word: Word | undefined) => word is Word;

export function helpHover(word: Word | undefined, help: ReadonlyMap<string, WordHelp>, key = word?.raw, shown = key): Hover | undefined {
  const found = word && key !== undefined ? help.get(key) : undefined;
  if (!word || !found) return undefined;
  return { span: word.span, markdown: wordCard(shown as string, found) };
}

/** What a word does, its risk, and what to write instead: in the order of the other cards. */
export const wordCard = (word: string, { text, risk, instead, since }: WordHelp): Markdown =>
  paragraphs(
    md`${bold(code(word))}${since ? md` · since AppArmor ${ours(since)}` : md``}`,
    ours(text),
    risk && riskText(risk),
    instead && md`${bold(md`Instead.`)} ${ours(instead)}`,
    manual,
  );

export const riskText = (risk: string): Markdown => md`${bold(md`Risk.`)} ${ours(risk)}`;
