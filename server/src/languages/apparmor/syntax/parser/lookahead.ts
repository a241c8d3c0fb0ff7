/** What follows a token, where one token alone does not tell a rule from a header. */

import { reservedWords } from '../../../../knowledge';
import type { Token } from '../lexer';
import type { TokenCursor } from './cursor';
import { looksLikeStart } from './recover';

/** The kind of the token after one, space left out. */
export const nextKind = (cursor: TokenCursor, token: Token): Token['kind'] => nextToken(cursor, token).kind;

function nextToken(cursor: TokenCursor, token: Token): Token {
  let next = cursor.scan(token.end, 'statement');
  while (next.kind === 'space') next = cursor.scan(next.end, 'statement');
  return next;
}

/** Whether a word is where a file rule has its path: upstream reads any name as one. */
export function isFreeWord(cursor: TokenCursor, token: Token): boolean {
  const word = cursor.textOf(token);
  return token.kind === 'word' && word !== '' && word !== '#include' && !reservedWords.has(word);
}

/** Whether a whole file rule starts with this word: permissions and the rule's end follow on the line. */
export function isWordAsPath(cursor: TokenCursor, token: Token): boolean {
  if (!isFreeWord(cursor, token) || cursor.textOf(token) === 'change_hat') return false;
  const next = nextToken(cursor, token);
  return next.kind === 'permissions' && [',', '->'].includes(nextKind(cursor, next));
}

/** Whether the words from `token` on are a profile's header: a brace, flags or xattrs come before any comma. */
export function headerAhead(cursor: TokenCursor, token: Token): boolean {
  const { text } = cursor;
  let next = token;
  let crossed = false;
  for (let words = 0; words < 4; ) {
    const previous = next;
    next = cursor.scan(next.end, 'statement');
    while (next.kind === 'space' || next.kind === 'newline' || next.kind === 'comment') {
      if (next.kind === 'newline') crossed = true;
      next = cursor.scan(next.end, 'statement');
    }
    if (next.kind === '{' || next.kind === '(' || next.kind === '+') return true;
    if (next.kind === 'condition') return ['flags', 'xattrs', 'identities'].includes(text.slice(next.start, next.end)) || !crossed;
    if (next.kind !== 'label' && next.kind !== 'variable' && next.kind !== 'word') return false;
    if (crossed && previous === token && next.kind === 'word' && looksLikeStart(cursor, next.start)) return false;
    words++;
  }
  return false;
}

/** Whether a path at the top level is alone on its line, with a rule on the next: a header without its brace. */
export function bodyBelow(cursor: TokenCursor, token: Token): boolean {
  const { text } = cursor;
  const below = /^[ \t]*(?:#[^\n]*)?\r?\n\s*/.exec(text.slice(token.end, token.end + 400));
  if (!below) return false;
  const next = cursor.scan(token.end + below[0].length, 'statement');
  return (
    (next.kind === 'label' || next.kind === 'variable') &&
    /^[ \t]+[rwalmkxipcuRWLMXIPCU]+[ \t]*(?:,|->)/.test(text.slice(next.end, next.end + 80))
  );
}

/** Where permissions in braces after a path end, `{r,w}` for `rw`: a comma or an arrow follows, as after no block. */
export function bracedPermissions(text: string, offset: number): { readonly start: number; readonly end: number } | undefined {
  let open = offset;
  while (text[open] === ' ' || text[open] === '\t') open++;
  if (text[open] !== '{') return undefined;
  const match = /^([ \t]*)(\{[RrWwaLlMmkXxPpCcIiUu, \t]+\})[ \t]*(?:,|->)/.exec(text.slice(offset, offset + 80));
  if (!match) return undefined;
  const start = offset + (match[1] as string).length;
  return { start, end: start + (match[2] as string).length };
}
