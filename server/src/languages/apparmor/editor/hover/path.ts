/** Patterns of paths. */

import { bold, code, type Hover, type Markdown, md, ours, paragraphs, table } from '../../../../core';
import { type ApparmorPart, policyOf } from '../../policy/model';
import { expand } from '../../policy/variables';
import type { Word } from '../../syntax/tree';
import { wordValue } from '../../syntax/words';

const wildcards: readonly (readonly [pattern: RegExp, sign: string, meaning: string])[] = [
  [/\*\*/, '**', 'any text, `/` included'],
  [/(?<!\*)\*(?!\*)/, '*', 'any text without `/`'],
  [/\?/, '?', 'one character, not `/`'],
  [/\[\^/, '[^…]', 'one character that is not in the list'],
  [/\[(?!\^)/, '[…]', 'one character of the list'],
  [/(?<!@)\{/, '{…,…}', 'one of the alternatives'],
];

/** What a pattern of paths takes, sign by sign, and the path with its variables filled in. */
export function globHover(part: ApparmorPart, word: Word): Hover | undefined {
  const value = wordValue(word.raw);
  if (!/^(?:\/|@\{)/.test(value)) return undefined;
  const plain = value.replace(/\\./g, '');
  const rows = wildcards.flatMap(([pattern, sign, meaning]): (readonly Markdown[])[] =>
    pattern.test(plain) ? [[code(sign), ours(meaning)]] : [],
  );
  const filled = value.includes('@{') ? expand(word.raw, policyOf(part).environment).glob : undefined;
  const ends =
    /\/\*{1,2}$/.test(plain) && ours('A wildcard after the last `/` matches at least one character: the folder itself is not meant.');
  const folder = plain.endsWith('/') && ours('With `/` at the end it is the folder itself.');
  if (rows.length === 0 && filled === undefined && !folder) return undefined;
  return {
    span: word.span,
    markdown: paragraphs(
      md`${bold(code(word.raw))} · path`,
      rows.length > 0 && table([md`Sign`, md`Stands for`], rows),
      ends,
      folder,
      filled !== undefined && filled.length < 500 && md`Filled in: ${code(filled)}`,
    ),
  };
}
