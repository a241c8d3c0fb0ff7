/** What comes before the profiles, and includes and abi rules wherever they are. */

import { Abi, Alias, type AssignmentOperator, BooleanVariable, FileName, Include, SetVariable, type Statement, Word } from '../tree';
import { wordValue } from '../words';
import type { TokenCursor } from './cursor';
import { parseExpression } from './expression';
import { endRule, looksLikeStart, unexpected } from './recover';

/** Takes what is left of an assignment, to the end of the line. */
export function skipLine(cursor: TokenCursor) {
  for (;;) {
    const token = cursor.peek('assign');
    if (token.kind === 'newline' || token.kind === 'end') return;
    cursor.take('assign');
  }
}

function parseFileName(cursor: TokenCursor): FileName | undefined {
  const token = cursor.peek('file');
  if (token.kind !== 'word' && token.kind !== 'quoted') {
    if (cursor.text[token.start] === '<' && token.kind === 'unknown') return parseOpenName(cursor, token.start);
    if (token.kind === 'unterminated') cursor.problem({ kind: 'unterminated-string' }, token);
    else cursor.problem({ kind: 'incomplete-rule', what: 'file name' }, cursor.lastSpan());
    if (token.kind === 'unterminated' || token.kind === 'unknown') cursor.take('file');
    return undefined;
  }
  const word = cursor.word(cursor.take('file'));
  if (!word.raw.startsWith('<')) {
    return new FileName(word, token.kind === 'quoted' ? 'quoted' : 'bare', wordValue(word.raw));
  }
  const inner = word.raw.slice(1, -1).trim();
  return new FileName(word, 'angle', wordValue(inner));
}

/** `<name` without its `>`: the rest of the word belongs to it. */
function parseOpenName(cursor: TokenCursor, start: number): undefined {
  const end = start + (/^<[^\s,>]*/.exec(cursor.text.slice(start, start + 4096))?.[0].length ?? 1);
  while (cursor.position < end && cursor.peek('file').kind !== 'end') cursor.take('file');
  cursor.problem({ kind: 'incomplete-rule', what: 'closing >' }, { start, end: Math.max(end, cursor.lastEnd) });
  return undefined;
}

export function parseInclude(cursor: TokenCursor): Statement {
  const keyword = cursor.word(cursor.take('statement'));
  const next = cursor.peek('file');
  let ifExists = false;
  const apart = next.start > cursor.lastEnd;
  const end = cursor.lastEnd;
  if (apart && cursor.textOf(next) === 'if' && /^[ \t]+exists[ \t]/.test(cursor.text.slice(next.end, next.end + 80))) {
    cursor.take('file');
    cursor.take('file');
    ifExists = true;
  }
  if (keyword.raw === 'include' && !/[ \t]/.test(cursor.text[end] ?? '')) {
    cursor.problem({ kind: 'missing-blank', word: 'include' }, { start: end - keyword.raw.length, end });
  }
  const token = cursor.peek('file');
  const newLine = cursor.isOnNewLine(token.start);
  if (newLine && looksLikeStart(cursor, token.start)) {
    cursor.problem({ kind: 'incomplete-rule', what: 'file name' }, cursor.lastSpan());
    return new Include(cursor.extent(), keyword, ifExists);
  }
  const file = parseFileName(cursor);
  return new Include(cursor.extent(), keyword, ifExists, file);
}

export function parseAbi(cursor: TokenCursor): Statement {
  const keyword = cursor.word(cursor.take('statement'));
  const file = parseFileName(cursor);
  if (file?.path === '') cursor.problem({ kind: 'incomplete-rule', what: 'file name' }, cursor.lastSpan());
  endRule(cursor, 'file', file !== undefined);
  return new Abi(cursor.extent(), keyword, file);
}

export function parseAlias(cursor: TokenCursor): Statement {
  cursor.take('statement');
  let from: Word | undefined;
  const token = cursor.peek('statement');
  const keyword = token.kind === 'word' && looksLikeStart(cursor, token.start);
  if (token.kind === 'label' || (token.kind === 'word' && !keyword)) from = cursor.word(cursor.take('statement'));
  if (!from || !cursor.accept('statement', '->')) {
    unexpected(cursor, 'statement', { kind: 'alias-form' });
    return new Alias(cursor.extent(), from);
  }
  const target = cursor.peek('target');
  const to = target.kind === 'word' || target.kind === 'quoted' ? cursor.word(cursor.take('target')) : undefined;
  if (!to) cursor.problem({ kind: 'alias-form' }, cursor.lastSpan());
  endRule(cursor, 'statement');
  return new Alias(cursor.extent(), from, to);
}

export function parseSetVariable(cursor: TokenCursor): Statement {
  const name = cursor.word(cursor.take('statement'));
  const operator = cursor.textOf(cursor.take('statement')) as AssignmentOperator;
  const values: Word[] = [];
  for (;;) {
    const token = cursor.peek('assign');
    if (token.kind === 'newline' || token.kind === 'end') break;
    if (token.kind === 'word' || token.kind === 'quoted') values.push(cursor.word(cursor.take('assign')));
    else {
      if (token.kind === ',') cursor.problem({ kind: 'assignment-comma' }, token);
      else if (token.kind === 'unterminated') cursor.problem({ kind: 'unterminated-string' }, token);
      else cursor.problem({ kind: 'unexpected-text' }, token);
      cursor.take('assign');
    }
  }
  if (values.length === 0) cursor.problem({ kind: 'assignment-empty', name: name.raw }, cursor.lastSpan());
  return new SetVariable(cursor.extent(), name, operator, values);
}

/** A word that an assignment's operator is a part of; its groups are the variable and the operator. */
const gluedAssignment = /^(@\{[A-Za-z]\w*\}|@[A-Za-z]\w+)([:?+]?=)/;

export const isGluedAssignment = (word: string): boolean => word.startsWith('@') && gluedAssignment.test(word);

/** `@{X}:=value`, `@NAME=value`: without a blank the operator is part of the word. */
export function parseGluedAssignment(cursor: TokenCursor): Statement {
  const token = cursor.take('statement');
  const [, name = '', operator] = gluedAssignment.exec(cursor.textOf(token)) ?? [];
  const end = name.length;
  cursor.problem({ kind: 'missing-blank', word: operator as string }, { start: token.start, end: token.start + end });
  skipLine(cursor);
  const { start } = cursor.relative(token);
  return new SetVariable(cursor.extent(), new Word(name, start, start + end), operator as AssignmentOperator, []);
}

export function parseBooleanVariable(cursor: TokenCursor): Statement {
  const name = cursor.word(cursor.take('statement'));
  const token = cursor.peek('statement');
  if (token.kind !== 'operator') {
    unexpected(cursor, 'statement');
    return new BooleanVariable(cursor.extent(), name, '=');
  }
  const operator = cursor.textOf(cursor.take('statement')) as AssignmentOperator;
  if (operator === '+=') cursor.problem({ kind: 'boolean-value', word: operator, reason: 'append' }, token);
  const value = parseExpression(cursor, 'assignTest');
  const rest = cursor.peek('assignTest');
  if (rest.kind === ',') {
    cursor.problem({ kind: 'assignment-comma' }, rest);
    cursor.take('assignTest');
  } else if (rest.kind !== 'newline' && rest.kind !== 'end') {
    if (!cursor.has('boolean-value') && !cursor.has('condition-form'))
      cursor.problem({ kind: 'boolean-value', word: cursor.textOf(rest), reason: 'word' }, rest);
    skipLine(cursor);
  }
  return new BooleanVariable(cursor.extent(), name, operator, value);
}
