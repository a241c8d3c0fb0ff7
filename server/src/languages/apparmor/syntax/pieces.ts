/**
 * Tokens in little room. A statement's tokens have no gaps, so each is its kind and where it ends, in one small
 * number: a large file has hundreds of thousands of them, and as objects they would cost more than reading the file.
 */

import type { Token, TokenKind } from './lexer';

/** The order is of no meaning; `body` stands for what is between braces and has a tree of its own. */
const kinds: readonly (TokenKind | 'body')[] = [
  ...(['space', 'newline', 'comment', 'continuation', 'word', 'label', 'quoted', 'variable', 'boolean', 'permissions'] as const),
  ...(['condition', '{', '}', '(', ')', ',', '^', '->', 'operator', '+', 'unterminated', 'unknown', 'end', 'body'] as const),
];

const codes = Object.fromEntries(kinds.map((kind, code) => [kind, code])) as Readonly<Record<TokenKind | 'body', number>>;
const width = 32;

/** A token, or a body, that ends at an offset. */
export const packed = (kind: TokenKind | 'body', end: number): number => end * width + codes[kind];

export const kindOf = (piece: number): TokenKind | 'body' => kinds[piece % width] as TokenKind | 'body';

export const endOf = (piece: number): number => Math.floor(piece / width);

/** The pieces one by one, with the bodies in their places. */
export function unpacked<B>(pieces: readonly number[], bodies: readonly B[]): readonly (Token | B)[] {
  let start = 0;
  let body = 0;
  return pieces.map((piece) => {
    const kind = kindOf(piece);
    const end = endOf(piece);
    const one = kind === 'body' ? (bodies[body++] as B) : { kind, start, end };
    start = end;
    return one;
  });
}
