/** The conditions of `if` and the values of boolean variables. */

import type { Mode, Token } from '../lexer';
import type { Expression, Word } from '../tree';
import type { Cursor } from './cursor';

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** Deeper nesting is no policy but an accident; it is reported instead of followed. */
const maximumDepth = 100;

/** `or` binds loosest, then `and`, then `not`. */
export function parseExpression(cursor: Cursor, mode: Mode, depth = 0): Expression {
  return parseBinary(cursor, mode, 'or', () => parseBinary(cursor, mode, 'and', () => parseUnary(cursor, mode, depth)));
}

function parseBinary(cursor: Cursor, mode: Mode, word: 'and' | 'or', operand: () => Expression): Expression {
  let left = operand();
  while (cursor.acceptWord(mode, word)) {
    const right = operand();
    left = { kind: word, left, right, span: { start: left.span.start, end: right.span.end } };
  }
  return left;
}

function parseUnary(cursor: Cursor, mode: Mode, depth: number): Expression {
  const not = cursor.acceptWord(mode, 'not');
  if (not) {
    if (depth > maximumDepth) return invalid(cursor, mode);
    const operand = parseUnary(cursor, mode, depth + 1);
    return { kind: 'not', operand, span: { start: not.span.start, end: operand.span.end } };
  }
  return parseFactor(cursor, mode, depth);
}

function parseFactor(cursor: Cursor, mode: Mode, depth: number): Expression {
  const token = cursor.peek(mode);
  if (token.kind === '(' && depth <= maximumDepth) {
    const open = cursor.take(mode);
    const inner = parseExpression(cursor, mode, depth + 1);
    if (!cursor.accept(mode, ')')) cursor.problem('unclosed-list', open);
    return inner;
  }
  if (token.kind === 'boolean') {
    const word = cursor.word(cursor.take(mode));
    return { kind: 'boolean', name: word.raw, span: word.span };
  }
  const defined = cursor.acceptWord(mode, 'defined');
  if (defined) {
    const next = cursor.peek(mode);
    if (next.kind !== 'variable' && next.kind !== 'boolean') return glued(cursor, mode) ?? invalid(cursor, mode);
    const variable = cursor.word(cursor.take(mode));
    return { kind: 'defined', variable, span: { start: defined.span.start, end: variable.span.end } };
  }
  const brace = glued(cursor, mode);
  if (brace) return brace;
  if (!isOperand(token)) return invalid(cursor, mode);
  const left = cursor.word(cursor.take(mode));
  const operator = cursor.peek(mode);
  const text = cursor.textOf(operator);
  if ((operator.kind === 'operator' && comparisons.has(text)) || (operator.kind === 'word' && text === 'in')) {
    cursor.take(mode);
    const next = cursor.peek(mode);
    if (!isOperand(next) || endsInBrace(cursor, next)) return glued(cursor, mode) ?? invalid(cursor, mode);
    const right = cursor.word(cursor.take(mode));
    return { kind: 'compare', operator: text, left, right, span: { start: left.span.start, end: right.span.end } };
  }
  return literal(cursor, left);
}

const isOperand = (token: Token) => ['word', 'label', 'quoted', 'variable'].includes(token.kind);

const endsInBrace = (cursor: Cursor, { kind, start, end }: Token) =>
  (kind === 'word' || kind === 'label') && end - start > 1 && cursor.text[end - 1] === '{';

/** A last word with the brace of the block glued to it: upstream takes both for one word. */
function glued(cursor: Cursor, mode: Mode): Expression | undefined {
  const token = cursor.peek(mode);
  if (!endsInBrace(cursor, token)) return undefined;
  cursor.take(mode);
  const { end } = token;
  cursor.problem('missing-blank', { start: end - 1, end }, { word: '{' });
  return { kind: 'invalid', span: cursor.relative(token) };
}

function literal(cursor: Cursor, word: Word): Expression {
  const text = word.raw.toLowerCase();
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true', span: word.span };
  cursor.problem('boolean-value', cursor.lastSpan(), { word: word.raw });
  return { kind: 'invalid', span: word.span };
}

function invalid(cursor: Cursor, mode: Mode): Expression {
  const token = cursor.peek(mode);
  const atEnd = token.kind === 'end' || token.kind === 'newline' || token.kind === '{';
  cursor.problem('condition-form', atEnd ? cursor.lastSpan() : token);
  const place = cursor.relative(atEnd ? cursor.lastSpan() : token);
  if (!atEnd && token.kind !== '}') cursor.take(mode);
  return { kind: 'invalid', span: place };
}
