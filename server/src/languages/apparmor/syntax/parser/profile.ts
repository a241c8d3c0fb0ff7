/** Profile, hat and child headers. */

import type { Span } from '../../../../core';
import type { Token } from '../lexer';
import { type Body, type ConditionGroup, type Header, ProfileStatement, Word } from '../tree';
import { parseCondition, parseGroup, parseList } from './conditions';
import type { TokenCursor } from './cursor';
import { looksLikeStart, openBehindJunk } from './recover';

/** Reads what is between two braces. */
export type ParseBody = (cursor: TokenCursor, open: Span, depth: number, what: 'profile' | 'block' | 'branch') => Body;

/** A header and its body; `keyword` has been taken where there is one. */
export function parseProfile(cursor: TokenCursor, keyword: Word | undefined, depth: number, parseBody: ParseBody): ProfileStatement {
  const name = parseName(cursor, keyword);
  const glued = cursor.has('missing-blank');
  const header = glued ? { identities: [] } : parseHeader(cursor, name);
  const body = parseProfileBody(cursor, glued, depth, parseBody);
  return new ProfileStatement(cursor.extent(), keyword, name, header, body);
}

function parseName(cursor: TokenCursor, keyword: Word | undefined): Word | undefined {
  if (!keyword) return cursor.word(cursor.take('statement'));
  if (keyword.raw === '^' && /[ \t]/.test(cursor.text[cursor.position] ?? '')) {
    cursor.problem({ kind: 'hat-name' }, cursor.lastSpan());
  }
  const token = cursor.peek('name');
  if (token.kind !== 'word' && token.kind !== 'quoted') {
    if (token.kind === 'unterminated') {
      cursor.problem({ kind: 'unterminated-string' }, token);
      cursor.take('name');
    } else cursor.problem({ kind: 'profile-name', reason: 'missing' }, cursor.lastSpan());
    return undefined;
  }
  if (cursor.textOf(token) === '{') {
    cursor.problem({ kind: 'profile-name', reason: 'missing' }, cursor.lastSpan());
    return undefined;
  }
  const name = cursor.word(cursor.take('name'));
  if (token.kind === 'word' && name.raw.endsWith('{')) {
    cursor.problem({ kind: 'missing-blank', word: '{' }, { start: token.end - 1, end: token.end });
    return new Word(name.raw.slice(0, -1), name.start, name.end - 1);
  }
  return name;
}

function parseHeader(cursor: TokenCursor, name: Word | undefined): Header {
  let attachment: Word | undefined;
  let xattrs: ConditionGroup | undefined;
  let flags: ProfileStatement['flags'];
  const identities: Word[] = [];
  for (let first = true; ; first = false) {
    const token = cursor.peek('statement');
    const newLine = cursor.isOnNewLine(token.start);
    if (
      token.kind === 'label' ||
      token.kind === 'variable' ||
      (token.kind === 'word' && !(newLine && looksLikeStart(cursor, token.start)))
    ) {
      if (newLine && !first) break;
      if (newLine && startsRule(cursor, token)) break;
      const word = cursor.word(cursor.take('statement'));
      if (cursor.has('profile-attachment')) continue;
      if (attachment || flags || xattrs) cursor.problem({ kind: 'profile-attachment', word: word.raw, reason: 'second' }, token);
      else if (!/^"?(?:\/|@\{)/.test(word.raw))
        cursor.problem({ kind: 'profile-attachment', word: word.raw, reason: 'form', ...(name && { name: name.raw }) }, token);
      attachment ??= word;
    } else if (token.kind === 'condition' && !(newLine && cursor.textOf(token) === 'priority')) {
      const word = cursor.textOf(token);
      if (word === 'xattrs' && /^[ \t]*=[ \t]*\(/.test(cursor.text.slice(token.end, token.end + 80))) {
        if (flags) cursor.problem({ kind: 'header-order', word }, token);
        if (xattrs) cursor.problem({ kind: 'duplicate-conditional', name: word }, token);
        xattrs = parseGroup(cursor, 'statement');
      } else if (word === 'identities') {
        cursor.problem({ kind: 'identities-form' }, token);
        identities.push(...parseCondition(cursor, 'statement').values);
      } else {
        if (word !== 'flags') cursor.problem({ kind: 'unknown-header-word', word }, token);
        const condition = parseCondition(cursor, 'statement');
        if (!condition.listed) {
          const value = condition.values[0];
          const zero = cursor.relative({ start: 0, end: 0 }).start;
          if (value && word === 'flags') {
            cursor.problem(
              { kind: 'flags-form', reason: 'parentheses', word: value.raw },
              { start: value.span.start - zero, end: value.span.end - zero },
            );
          }
        } else if (condition.operator === 'in') cursor.problem({ kind: 'flags-form', reason: 'in' }, token);
        const end = cursor.relative(cursor.lastSpan()).end;
        if (flags && word === 'flags') cursor.problem({ kind: 'duplicate-conditional', name: word }, token);
        if (word === 'flags') flags = { span: { start: condition.name.span.start, end }, words: condition.values };
      }
    } else if (token.kind === '(') {
      const start = cursor.relative(token).start;
      const words = parseList(cursor, 'statement');
      if (flags) cursor.problem({ kind: 'duplicate-conditional', name: 'flags' }, token);
      flags = { span: { start, end: cursor.relative(cursor.lastSpan()).end }, words };
    } else if (token.kind === '+') {
      if (flags) cursor.problem({ kind: 'header-order', word: 'identities' }, token);
      identities.push(...parseIdentities(cursor));
    } else break;
  }
  return { identities, attachment, xattrs, flags };
}

/** On the line below a header without brace: a path with permissions after it is a rule, not an attachment. */
function startsRule(cursor: TokenCursor, token: Token): boolean {
  let next = cursor.scan(token.end, 'statement');
  while (next.kind === 'space') next = cursor.scan(next.end, 'statement');
  return next.kind === 'permissions';
}

/** `+identities=( … )`; the plus sign is next. */
function parseIdentities(cursor: TokenCursor): readonly Word[] {
  const plus = cursor.take('statement');
  const token = cursor.peek('statement');
  if (token.kind === 'condition' && cursor.textOf(token) === 'identities') {
    const newLine = cursor.text.slice(plus.end, token.start).includes('\n');
    if (newLine) cursor.problem({ kind: 'identities-form' }, plus);
    const condition = parseCondition(cursor, 'statement');
    if (condition.values.length === 0) cursor.problem({ kind: 'identities-form' }, token);
    return condition.values;
  }
  cursor.problem({ kind: 'identities-form' }, plus);
  return [];
}

function parseProfileBody(cursor: TokenCursor, glued: boolean, depth: number, parseBody: ParseBody): ProfileStatement['body'] {
  const open = cursor.accept('statement', '{') ?? (glued ? undefined : openBehindJunk(cursor));
  if (open || glued) return parseBody(cursor, open ?? cursor.lastSpan(), depth, 'profile');
  cursor.problem({ kind: 'missing-open-brace', what: 'profile' }, cursor.lastSpan());
  const next = cursor.peek('statement');
  if (next.kind === 'end' || next.kind === '}' || next.kind === ',') {
    if (next.kind === ',') cursor.take('statement');
    return undefined;
  }
  if (!cursor.isOnNewLine(next.start)) return undefined;
  return parseBody(cursor, { start: cursor.lastEnd, end: cursor.lastEnd }, depth, 'profile');
}
