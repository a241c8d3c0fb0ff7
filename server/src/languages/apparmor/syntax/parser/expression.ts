/** The conditions of `if` and the values of boolean variables. */

import type { LexerMode, Token } from '../lexer';
import { type Expression, Word } from '../tree';
import { wordValue } from '../words';
import type { TokenCursor } from './cursor';

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** Deeper nesting is no policy but an accident; it is reported instead of followed. */
const maximumDepth = 100;

/** `or` binds loosest, then `and`, then `not`. */
export function parseExpression(cursor: TokenCursor, mode: LexerMode, depth = 0): Expression {
  return parseBinary(cursor, mode, 'or', () => parseBinary(cursor, mode, 'and', () => parseUnary(cursor, mode, depth)));
}

function parseBinary(cursor: TokenCursor, mode: LexerMode, word: 'and' | 'or', operand: () => Expression): Expression {
  let left = operand();
  while (cursor.acceptWord(mode, word)) {
    const right = operand();
    left = { kind: word, left, right, span: { start: left.span.start, end: right.span.end } };
  }
  return left;
}

function parseUnary(cursor: TokenCursor, mode: LexerMode, depth: number): Expression {
  const not = cursor.acceptWord(mode, 'not');
  if (not) {
    if (depth > maximumDepth) return invalid(cursor, mode);
    const operand = parseUnary(cursor, mode, depth + 1);
    return { kind: 'not', operand, span: { start: not.span.start, end: operand.span.end } };
  }
  return parseFactor(cursor, mode, depth);
}

function parseFactor(cursor: TokenCursor, mode: LexerMode, depth: number): Expression {
  const token = cursor.peek(mode);
  if (token.kind === '(' && depth <= maximumDepth) {
    const open = cursor.take(mode);
    const inner = parseExpression(cursor, mode, depth + 1);
    if (!cursor.accept(mode, ')') && !cursor.has('missing-blank')) cursor.problem({ kind: 'unclosed-list' }, open);
    return inner;
  }
  if (token.kind === 'boolean') {
    const word = cursor.word(cursor.take(mode));
    return { kind: 'boolean', name: word.raw, span: word.span };
  }
  const defined = cursor.acceptWord(mode, 'defined');
  if (defined) {
    const next = cursor.peek(mode);
    if (next.kind !== 'variable' && next.kind !== 'boolean' && !hasParenthesis(cursor, next)) {
      return gluedBrace(cursor, mode) ?? invalid(cursor, mode);
    }
    const variable = takeOperand(cursor, mode, depth);
    return { kind: 'defined', variable, span: { start: defined.span.start, end: variable.span.end } };
  }
  const brace = gluedBrace(cursor, mode);
  if (brace) return brace;
  if (!isOperand(cursor, token)) {
    const wrong = invalid(cursor, mode);
    // What it is compared with belongs to the same mistake.
    if (acceptComparison(cursor, mode) !== undefined && isOperand(cursor, cursor.peek(mode))) cursor.take(mode);
    return wrong;
  }
  const left = takeOperand(cursor, mode, depth);
  const operator = acceptComparison(cursor, mode);
  if (operator === undefined) return literal(cursor, left);
  const next = cursor.peek(mode);
  if (!isOperand(cursor, next) || endsInBrace(cursor, next)) return gluedBrace(cursor, mode) ?? invalid(cursor, mode);
  const right = takeOperand(cursor, mode, depth);
  return { kind: 'compare', operator, left, right, span: { start: left.span.start, end: right.span.end } };
}

function acceptComparison(cursor: TokenCursor, mode: LexerMode): string | undefined {
  const token = cursor.peek(mode);
  const text = cursor.textOf(token);
  if (!(token.kind === 'operator' && comparisons.has(text)) && !(token.kind === 'word' && text === 'in')) return undefined;
  cursor.take(mode);
  return text;
}

const reserved = new Set(['and', 'or', 'not', 'defined', 'in']);

const isOperand = (cursor: TokenCursor, token: Token) =>
  ['label', 'quoted', 'variable'].includes(token.kind) || (token.kind === 'word' && !reserved.has(cursor.textOf(token)));

/** `@{X})`: to upstream the parenthesis is part of the word. */
const hasParenthesis = (cursor: TokenCursor, token: Token) =>
  token.kind === 'label' && /^@(?:\{[A-Za-z]\w*\}|[A-Za-z]\w*)\)+$/.test(cursor.textOf(token));

/** The next token as a word; inside of parentheses one that is glued to a variable is reported, and left out so that it is said once. */
function takeOperand(cursor: TokenCursor, mode: LexerMode, depth: number): Word {
  const token = cursor.peek(mode);
  const glued = depth > 0 && hasParenthesis(cursor, token);
  const word = cursor.word(cursor.take(mode));
  if (!glued) return word;
  const raw = word.raw.replace(/\)+$/, '');
  const start = token.start + raw.length;
  cursor.problem({ kind: 'missing-blank', word: ')' }, { start, end: start + 1 });
  return new Word(raw, word.start, word.start + raw.length);
}

const endsInBrace = (cursor: TokenCursor, { kind, start, end }: Token) =>
  (kind === 'word' || kind === 'label') && end - start > 1 && cursor.text[end - 1] === '{';

/** A last word with the brace of the block glued to it: upstream takes both for one word. */
function gluedBrace(cursor: TokenCursor, mode: LexerMode): Expression | undefined {
  const token = cursor.peek(mode);
  if (!endsInBrace(cursor, token)) return undefined;
  cursor.take(mode);
  const { end } = token;
  cursor.problem({ kind: 'missing-blank', word: '{' }, { start: end - 1, end });
  return { kind: 'invalid', span: cursor.relative(token) };
}

function literal(cursor: TokenCursor, word: Word): Expression {
  const text = wordValue(word.raw).toLowerCase();
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true', span: word.span };
  cursor.problem({ kind: 'boolean-value', word: word.raw, reason: 'word' }, cursor.lastSpan());
  return { kind: 'invalid', span: word.span };
}

function invalid(cursor: TokenCursor, mode: LexerMode): Expression {
  const token = cursor.peek(mode);
  const atEnd = token.kind === 'end' || token.kind === 'newline' || token.kind === '{';
  cursor.problem({ kind: 'condition-form' }, atEnd ? cursor.lastSpan() : token);
  const place = cursor.relative(atEnd ? cursor.lastSpan() : token);
  if (!atEnd && token.kind !== '}') cursor.take(mode);
  return { kind: 'invalid', span: place };
}
