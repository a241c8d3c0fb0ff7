/** Access lists, `name=value` conditionals and `peer=( … )`, the shapes that many rules share. */

import type { LexerMode } from '../lexer';
import type { Condition, ConditionGroup, Word } from '../tree';
import type { TokenCursor } from './cursor';

/** The words of `( … )`, blanks and commas between; the opening parenthesis is next. */
export function parseList(cursor: TokenCursor, open: LexerMode): Word[] {
  const start = cursor.take(open);
  const words: Word[] = [];
  for (;;) {
    const token = cursor.peek('list');
    if (token.kind === ')') {
      cursor.take('list');
      return words;
    }
    if (token.kind === ',') cursor.take('list');
    else if (token.kind === 'word' || token.kind === 'quoted') words.push(cursor.word(cursor.take('list')));
    else {
      cursor.problem({ kind: 'unclosed-list' }, start);
      return words;
    }
    if (looksForgotten(cursor)) {
      cursor.problem({ kind: 'unclosed-list' }, start);
      return words;
    }
  }
}

/** A list that runs into the next rule: a comma, a line end and then a brace or a path. */
function looksForgotten(cursor: TokenCursor): boolean {
  const token = cursor.peek('list');
  const text = cursor.textOf(token);
  return token.kind === 'word' && (text === '}' || text === '{') && cursor.isOnNewLine(token.start);
}

/** Access words: one bare word, or a list. The rule takes more bare words as a mistake of its own. */
export function parseAccess(cursor: TokenCursor, mode: LexerMode, known: readonly string[]): Word[] {
  if (cursor.peek(mode).kind === '(') return parseList(cursor, mode);
  const words: Word[] = [];
  for (;;) {
    const token = cursor.peek(mode);
    if ((token.kind !== 'word' && token.kind !== 'permissions') || !known.includes(cursor.textOf(token))) break;
    if (words.length === 1) cursor.problem({ kind: 'access-needs-parentheses' }, token);
    words.push(cursor.word(cursor.take(mode)));
  }
  return words;
}

/** All conditionals that follow, and the group in parentheses when one of `groups` comes. */
export function parseConditions(
  cursor: TokenCursor,
  mode: LexerMode,
  groups: readonly string[],
): { conditions: Condition[]; group?: ConditionGroup } {
  const conditions: Condition[] = [];
  let group: ConditionGroup | undefined;
  while (cursor.peek(mode).kind === 'condition') {
    const token = cursor.peek(mode);
    const name = cursor.textOf(token);
    if (
      (groups.includes(name) || name === 'peer' || name === 'xattrs') &&
      /^[ \t]*=[ \t]*\(/.test(cursor.text.slice(token.end, token.end + 80))
    ) {
      if (group) cursor.problem({ kind: 'duplicate-conditional', name }, token);
      if (!groups.includes(name)) cursor.problem({ kind: 'unknown-conditional', name, elsewhere: false, peer: false }, token);
      group = parseGroup(cursor, mode);
    } else {
      if (group) cursor.problem({ kind: 'conditional-order', name, against: group.name.raw }, token);
      conditions.push(parseCondition(cursor, mode));
    }
  }
  return { conditions, ...(group && { group }) };
}

/** `name=value`, `name=( … )`, `name in ( … )`; the name is next. */
export function parseCondition(cursor: TokenCursor, mode: LexerMode): Condition {
  const name = cursor.word(cursor.take(mode));
  const made = cursor.peek('list');
  if (cursor.textOf(made) === 'in') {
    cursor.take('list');
    return { name, operator: 'in', values: parseList(cursor, 'list'), listed: true };
  }
  cursor.take(mode); // The `=` that made the word a condition.
  if (cursor.scan(blanksEnd(cursor, cursor.position), 'list').kind === '(') {
    return { name, operator: '=', values: parseList(cursor, mode), listed: true };
  }
  cursor.takeBlanks();
  const token = cursor.peek('value');
  if (token.kind !== 'word' && token.kind !== 'quoted') {
    if (token.kind === 'unterminated') cursor.problem({ kind: 'unterminated-string' }, token);
    else cursor.problem({ kind: 'incomplete-rule', what: 'value', name: name.raw }, cursor.lastSpan());
    if (token.kind === 'unterminated') cursor.take('value');
    return { name, operator: '=', values: [], listed: false };
  }
  return { name, operator: '=', values: [cursor.word(cursor.take('value'))], listed: false };
}

function blanksEnd(cursor: TokenCursor, offset: number): number {
  const token = cursor.scan(offset, 'list');
  return token.kind === 'space' ? token.end : offset;
}

/** `peer=( name=value … )`; the name is next. */
export function parseGroup(cursor: TokenCursor, mode: LexerMode): ConditionGroup {
  const name = cursor.word(cursor.take(mode));
  cursor.take(mode); // `=`
  const open = cursor.take('list');
  const conditions: Condition[] = [];
  for (;;) {
    const token = cursor.peek('peerList');
    if (token.kind === ')') {
      const close = cursor.take('peerList');
      return { name, conditions, span: { start: name.span.start, end: cursor.relative(close).end } };
    }
    if (token.kind === ',') cursor.take('peerList');
    else if (token.kind === 'word') conditions.push(parseInner(cursor));
    else {
      if (token.kind === 'unterminated') {
        cursor.problem({ kind: 'unterminated-string' }, token);
        cursor.take('peerList');
      } else cursor.problem({ kind: 'unclosed-list' }, open);
      return { name, conditions, span: { start: name.span.start, end: cursor.relative(cursor.lastSpan()).end } };
    }
  }
}

function parseInner(cursor: TokenCursor): Condition {
  const name = cursor.word(cursor.take('peerList'));
  const sign = cursor.accept('peerList', 'operator');
  if (!sign) return { name, values: [], listed: false };
  const operator = cursor.textOf(sign) === ':=' ? ':=' : '=';
  if (cursor.peek('peerValue').kind === '(') return { name, operator, values: parseList(cursor, 'list'), listed: true };
  const token = cursor.peek('peerValue');
  // Upstream's lexer wants at least one character between the quotes here.
  const empty = cursor.textOf(token) === '""';
  if ((token.kind !== 'word' && token.kind !== 'quoted') || empty) {
    cursor.problem({ kind: 'incomplete-rule', what: 'value', name: name.raw }, empty ? token : cursor.lastSpan());
    if (empty) cursor.take('peerValue');
    return { name, operator, values: [], listed: false };
  }
  if (token.kind === 'word' && /(?:^|[^\\]),/.test(cursor.textOf(token))) cursor.problem({ kind: 'value-needs-quotes' }, token);
  return { name, operator, values: [cursor.word(cursor.take('peerValue'))], listed: false };
}
