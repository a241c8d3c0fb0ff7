/** What stands in a file or a body: which statement starts here, and the statements that are no rules. */

import type { Span } from '../../../core';
import { scan, type Token } from '../lexer';
import { qualifierRank } from '../qualifiers';
import type { AssignmentOperator, Body, Conditional, FileName, PlacedStatement, Qualifiers, Statement, Word } from '../tree';
import { wordValue } from '../words';
import { Cursor } from './cursor';
import { parseExpression } from './expression';
import { parseProfile } from './profile';
import { endRule, looksLikeStart, skipRule, unexpected } from './recover';
import {
  type Finish,
  isMountKeyword,
  parseAccessRule,
  parseAll,
  parseCapability,
  parseChangeProfile,
  parseFile,
  parseLink,
  parseMount,
  parseRlimit,
} from './rules';

/** Deeper nesting is no policy but an accident; the braces are then skipped like other stray text. */
const maximumDepth = 100;

/** The statements of a text, from `position` on; whatever the text is, all of it is in them. */
export function parseStatements(text: string): readonly PlacedStatement[] {
  const cursor = new Cursor(text);
  const statements: PlacedStatement[] = [];
  do {
    statements.push(cursor.statement((finish) => parseStatement(cursor, finish, 0)));
  } while (cursor.position < text.length);
  return statements;
}

/** The statements up to the closing brace, which is taken. `open` is absolute. */
export function parseBody(cursor: Cursor, open: Span, depth: number, what: 'profile' | 'block' | 'branch'): Body {
  const statements: PlacedStatement[] = [];
  const place = cursor.relative(open);
  if (depth > maximumDepth) {
    cursor.problem('unexpected-text', open);
    return { statements, open: place };
  }
  for (;;) {
    const token = cursor.peek('statement');
    if (token.kind === '}') {
      const body: { -readonly [K in keyof Body]: Body[K] } = { statements, open: place };
      cursor.body(body);
      body.close = cursor.relative(cursor.take('statement'));
      return body;
    }
    if (token.kind === 'end') {
      if (cursor.position < cursor.text.length) {
        statements.push(cursor.statement((finish) => parseStatement(cursor, finish, depth + 1)));
        continue;
      }
      const body = { statements, open: place };
      cursor.body(body);
      cursor.problem('unclosed-block', open, { what });
      return body;
    }
    statements.push(cursor.statement((finish) => parseStatement(cursor, finish, depth + 1)));
  }
}

function parseStatement(cursor: Cursor, finish: Finish, depth: number): Statement {
  const before = cursor.position;
  const statement = parseStart(cursor, finish, depth);
  if (cursor.position > before || before === cursor.text.length) return statement;
  // Nothing was taken: take one token, so that the parser always moves on.
  cursor.problem('unexpected-text', cursor.peek('statement'));
  cursor.take('statement');
  return finish({ kind: 'unknown' });
}

function parseStart(cursor: Cursor, finish: Finish, depth: number): Statement {
  const token = cursor.peek('statement');
  switch (token.kind) {
    case 'end':
      cursor.take('statement');
      return finish({ kind: 'rest' });
    case '}':
      cursor.problem('stray-brace', token);
      cursor.take('statement');
      return finish({ kind: 'unknown' });
    case 'variable':
      if (nextKind(cursor, token) === 'operator') return parseSetVariable(cursor, finish);
      break;
    case 'boolean':
      return parseBooleanVariable(cursor, finish);
    case 'word': {
      const word = cursor.textOf(token);
      if (word === 'include' || word === '#include') return parseInclude(cursor, finish);
      if (word === 'abi') return parseAbi(cursor, finish);
      if (word === 'alias' || word === 'rewrite') return parseAlias(cursor, finish);
      break;
    }
    default:
  }
  return parseQualified(cursor, finish, depth);
}

/** The kind of the token behind one, space left out. */
function nextKind(cursor: Cursor, token: Token): Token['kind'] {
  let next = scan(cursor.text, token.end, 'statement');
  while (next.kind === 'space') next = scan(cursor.text, next.end, 'statement');
  return next.kind;
}

function parseQualifiers(cursor: Cursor): Qualifiers {
  const words: Word[] = [];
  const found: { -readonly [K in keyof Qualifiers]?: Qualifiers[K] } = {};
  let last = -1;
  for (;;) {
    const token = cursor.peek('statement');
    const text = cursor.textOf(token);
    const isPriority = token.kind === 'condition' && text === 'priority';
    if (!isPriority && (token.kind !== 'word' || !Object.hasOwn(qualifierRank, text) || text === 'priority')) break;
    const rank = qualifierRank[text] as number;
    if (rank === last) cursor.problem('qualifier-twice', token, { word: text, against: words[words.length - 1]?.raw ?? '' });
    else if (rank < last) cursor.problem('qualifier-order', token, { word: text });
    last = Math.max(rank, last);
    const word = cursor.word(cursor.take('statement'));
    words.push(word);
    if (isPriority) {
      cursor.take('number');
      const value = cursor.peek('number');
      if (value.kind === 'word') found.priority = { keyword: word.span, value: cursor.word(cursor.take('number')) };
      else {
        found.priority = { keyword: word.span };
        cursor.problem('priority-range', token);
        const junk = cursor.peek('statement');
        if (junk.kind !== '}' && junk.kind !== '{' && junk.kind !== 'end') cursor.take('statement');
      }
    } else if (text === 'audit') found.audit = word.span;
    else if (text === 'owner' || text === 'user' || text === 'other') {
      found.owner = { span: word.span, value: text === 'other' ? 'other' : 'owner' };
    } else found.mode = { span: word.span, value: text as 'allow' | 'deny' | 'prompt' };
  }
  return { words, ...found };
}

const accessKeywords = new Set(['network', 'unix', 'dbus', 'signal', 'ptrace', 'mqueue', 'io_uring', 'userns']);

function parseQualified(cursor: Cursor, finish: Finish, depth: number): Statement {
  const qualifiers = parseQualifiers(cursor);
  const token = cursor.peek('statement');
  const refuseQualifiers = (what: string) => {
    const first = qualifiers.words[0];
    if (!first) return;
    const zero = cursor.relative({ start: 0, end: 0 }).start;
    cursor.problem('qualifier-not-allowed', { start: first.span.start - zero, end: first.span.end - zero }, { word: first.raw, what });
  };
  switch (token.kind) {
    case '{':
      return finish({ kind: 'block', qualifiers, body: parseBody(cursor, cursor.take('statement'), depth, 'block') });
    case '^':
      refuseQualifiers('hat');
      return parseProfile(cursor, finish, cursor.word(cursor.take('statement')), depth);
    case 'permissions':
      return parseFile(cursor, qualifiers, finish);
    case 'label':
    case 'variable':
    case 'quoted':
      if (token.kind === 'label' && /^@\{[A-Za-z]\w*\}[:?]=/.test(cursor.textOf(token)) && qualifiers.words.length === 0) {
        return parseGluedAssignment(cursor, finish);
      }
      if (qualifiers.words.length === 0 && (headerAhead(cursor, token) || (depth === 0 && bodyBelow(cursor, token)))) {
        return parseProfile(cursor, finish, undefined, depth);
      }
      return parseFile(cursor, qualifiers, finish);
    case 'condition':
    case 'word':
      return parseKeyword(cursor, finish, qualifiers, refuseQualifiers, depth);
    default:
      if (qualifiers.words.length > 0) {
        endRule(cursor, 'statement', false);
        return finish({ kind: 'unknown' });
      }
      return parseUnknown(cursor, finish, depth);
  }
}

function parseKeyword(
  cursor: Cursor,
  finish: Finish,
  qualifiers: Qualifiers,
  refuseQualifiers: (what: string) => void,
  depth: number,
): Statement {
  const token = cursor.peek('statement');
  const text = cursor.textOf(token);
  const take = () => cursor.word(cursor.take('statement'));
  if (token.kind === 'condition') return parseUnknown(cursor, finish, depth);
  if (accessKeywords.has(text)) return parseAccessRule(cursor, qualifiers, finish, take());
  if (isMountKeyword(text)) return parseMount(cursor, qualifiers, finish, take());
  switch (text) {
    case 'file':
      return parseFile(cursor, qualifiers, finish, take());
    case 'safe':
    case 'unsafe':
      return parseFile(cursor, qualifiers, finish);
    case 'link':
      return parseLink(cursor, qualifiers, finish, take());
    case 'capability':
      return parseCapability(cursor, qualifiers, finish, take());
    case 'set':
      refuseQualifiers('set rlimit');
      return parseRlimit(cursor, qualifiers, finish, take());
    case 'change_profile':
      return parseChangeProfile(cursor, qualifiers, finish, take());
    case 'all':
      return parseAll(cursor, qualifiers, finish, take());
    case 'profile':
    case 'hat':
      refuseQualifiers(text);
      return parseProfile(cursor, finish, take(), depth);
    case 'if':
      refuseQualifiers(text);
      return parseConditional(cursor, finish, depth);
    case 'include':
    case '#include':
      refuseQualifiers('include');
      return parseInclude(cursor, finish);
    case 'abi':
      refuseQualifiers('abi');
      return parseAbi(cursor, finish);
    default:
      if (text !== 'else' && qualifiers.words.length === 0 && headerAhead(cursor, token)) {
        return parseProfile(cursor, finish, undefined, depth);
      }
      return parseUnknown(cursor, finish, depth);
  }
}

/** Whether the words from `token` on are a profile's header: a brace, flags or xattrs come before any comma. */
function headerAhead(cursor: Cursor, token: Token): boolean {
  const { text } = cursor;
  let next = token;
  let crossed = false;
  for (let words = 0; words < 4; ) {
    const previous = next;
    next = scan(text, next.end, 'statement');
    while (next.kind === 'space' || next.kind === 'newline' || next.kind === 'comment') {
      if (next.kind === 'newline') crossed = true;
      next = scan(text, next.end, 'statement');
    }
    if (next.kind === '{' || next.kind === '(' || next.kind === '+') return true;
    if (next.kind === 'condition') return ['flags', 'xattrs', 'identities'].includes(text.slice(next.start, next.end)) || !crossed;
    if (next.kind !== 'label' && next.kind !== 'variable' && next.kind !== 'word') return false;
    if (crossed && previous === token && next.kind === 'word' && looksLikeStart(text, next.start)) return false;
    words++;
  }
  return false;
}

/** Whether a path at the top level stands alone on its line, with a rule on the next: a header without its brace. */
function bodyBelow(cursor: Cursor, token: Token): boolean {
  const { text } = cursor;
  const below = /^[ \t]*(?:#[^\n]*)?\r?\n\s*/.exec(text.slice(token.end, token.end + 400));
  if (!below) return false;
  const next = scan(text, token.end + below[0].length, 'statement');
  return (
    (next.kind === 'label' || next.kind === 'variable') &&
    /^[ \t]+[rwalmkxipcuRWLMXIPCU]+[ \t]*(?:,|->)/.test(text.slice(next.end, next.end + 80))
  );
}

/** Text that starts no statement. */
function parseUnknown(cursor: Cursor, finish: Finish, depth: number): Statement {
  const token = cursor.peek('statement');
  const text = cursor.textOf(token);
  if (token.kind === 'unterminated') {
    cursor.problem('unterminated-string', token);
    cursor.take('statement');
  } else if (text === 'else') {
    cursor.problem('else-without-if', token);
    cursor.take('statement');
    if (cursor.acceptWord('statement', 'if')) parseExpression(cursor, 'test');
  } else if (token.kind === 'word' || token.kind === 'condition') {
    cursor.problem('unknown-keyword', token, { word: text });
    cursor.take('statement');
    skipRule(cursor);
  } else if (text === '@' || text === '$') {
    cursor.problem('variable-name', { start: token.start, end: wordEnd(cursor.text, token.start) });
    cursor.take('statement');
    skipLine(cursor);
  } else if (token.kind === '{') {
    cursor.problem('unexpected-text', token);
    cursor.take('statement');
    return finish({ kind: 'unknown' });
  } else {
    cursor.problem('unexpected-text', token);
    cursor.take('statement');
    skipRule(cursor);
  }
  const open = cursor.accept('statement', '{');
  if (open) parseBody(cursor, open, depth, 'block');
  return finish({ kind: 'unknown' });
}

const wordEnd = (text: string, start: number): number => start + (/^[^\s=,]*/.exec(text.slice(start, start + 200))?.[0].length ?? 1);

/** Takes what is left of an assignment, to the end of the line. */
function skipLine(cursor: Cursor) {
  for (;;) {
    const token = cursor.peek('assign');
    if (token.kind === 'newline' || token.kind === 'end') return;
    cursor.take('assign');
  }
}

function parseFileName(cursor: Cursor): FileName | undefined {
  const token = cursor.peek('file');
  if (token.kind !== 'word' && token.kind !== 'quoted') {
    if (token.kind === 'unterminated') cursor.problem('unterminated-string', token);
    else cursor.problem('incomplete-rule', cursor.lastSpan(), { what: 'file name' });
    if (token.kind === 'unterminated' || token.kind === 'unknown') cursor.take('file');
    return undefined;
  }
  const word = cursor.word(cursor.take('file'));
  if (!word.raw.startsWith('<')) {
    return { ...word, form: token.kind === 'quoted' ? 'quoted' : 'bare', path: wordValue(word.raw) };
  }
  const inner = word.raw.slice(1, -1).trim();
  return { ...word, form: 'angle', path: wordValue(inner) };
}

function parseInclude(cursor: Cursor, finish: Finish): Statement {
  const keyword = cursor.word(cursor.take('statement'));
  const next = cursor.peek('file');
  let ifExists = false;
  if (cursor.textOf(next) === 'if' && /^[ \t]+exists[ \t]/.test(cursor.text.slice(next.end, next.end + 80))) {
    cursor.take('file');
    cursor.take('file');
    ifExists = true;
  }
  if (keyword.raw === 'include' && !/[ \t]/.test(cursor.text[cursor.lastEnd] ?? '')) {
    cursor.problem('missing-blank', { start: cursor.lastEnd - keyword.raw.length, end: cursor.lastEnd }, { word: 'include' });
  }
  const token = cursor.peek('file');
  const newLine = cursor.text.slice(cursor.lastEnd, token.start).includes('\n');
  if (newLine && looksLikeStart(cursor.text, token.start)) {
    cursor.problem('incomplete-rule', cursor.lastSpan(), { what: 'file name' });
    return finish({ kind: 'include', keyword, ifExists });
  }
  const file = parseFileName(cursor);
  return finish({ kind: 'include', keyword, ifExists, ...(file && { file }) });
}

function parseAbi(cursor: Cursor, finish: Finish): Statement {
  const keyword = cursor.word(cursor.take('statement'));
  const file = parseFileName(cursor);
  if (file?.path === '') cursor.problem('incomplete-rule', cursor.lastSpan(), { what: 'file name' });
  endRule(cursor, 'file', file !== undefined);
  return finish({ kind: 'abi', keyword, ...(file && { file }) });
}

function parseAlias(cursor: Cursor, finish: Finish): Statement {
  cursor.take('statement');
  let from: Word | undefined;
  const token = cursor.peek('statement');
  const keyword = token.kind === 'word' && looksLikeStart(cursor.text, token.start);
  if (token.kind === 'label' || (token.kind === 'word' && !keyword)) from = cursor.word(cursor.take('statement'));
  if (!from || !cursor.accept('statement', '->')) {
    unexpected(cursor, 'statement', 'alias-form');
    return finish({ kind: 'alias', ...(from && { from }) });
  }
  const target = cursor.peek('target');
  const to = target.kind === 'word' || target.kind === 'quoted' ? cursor.word(cursor.take('target')) : undefined;
  if (!to) cursor.problem('alias-form', cursor.lastSpan());
  endRule(cursor, 'statement');
  return finish({ kind: 'alias', from, ...(to && { to }) });
}

function parseSetVariable(cursor: Cursor, finish: Finish): Statement {
  const name = cursor.word(cursor.take('statement'));
  const operator = cursor.textOf(cursor.take('statement')) as AssignmentOperator;
  const values: Word[] = [];
  for (;;) {
    const token = cursor.peek('assign');
    if (token.kind === 'newline' || token.kind === 'end') break;
    if (token.kind === 'word' || token.kind === 'quoted') values.push(cursor.word(cursor.take('assign')));
    else {
      if (token.kind === ',') cursor.problem('assignment-comma', token);
      else if (token.kind === 'unterminated') cursor.problem('unterminated-string', token);
      else cursor.problem('unexpected-text', token);
      cursor.take('assign');
    }
  }
  if (values.length === 0) cursor.problem('assignment-empty', cursor.lastSpan(), { name: name.raw });
  return finish({ kind: 'set-variable', name, operator, values });
}

/** `@{X}:=value`: without a blank the operator is part of the word. */
function parseGluedAssignment(cursor: Cursor, finish: Finish): Statement {
  const token = cursor.take('statement');
  const raw = cursor.textOf(token);
  const end = raw.indexOf('}') + 1;
  cursor.problem('missing-blank', { start: token.start, end: token.start + end }, { word: raw.slice(end, end + 2) });
  skipLine(cursor);
  const name = { span: cursor.relative({ start: token.start, end: token.start + end }), raw: raw.slice(0, end) };
  return finish({ kind: 'set-variable', name, operator: raw.slice(end, end + 2) as AssignmentOperator, values: [] });
}

function parseBooleanVariable(cursor: Cursor, finish: Finish): Statement {
  const name = cursor.word(cursor.take('statement'));
  const token = cursor.peek('statement');
  if (token.kind !== 'operator') {
    unexpected(cursor, 'statement');
    return finish({ kind: 'boolean-variable', name, operator: '=' });
  }
  const operator = cursor.textOf(cursor.take('statement')) as AssignmentOperator;
  if (operator === '+=') cursor.problem('boolean-value', token, { reason: 'append' });
  const value = parseExpression(cursor, 'assignTest');
  const rest = cursor.peek('assignTest');
  if (rest.kind === ',') {
    cursor.problem('assignment-comma', rest);
    cursor.take('assignTest');
  } else if (rest.kind !== 'newline' && rest.kind !== 'end') {
    cursor.problem('boolean-value', rest, { word: cursor.textOf(rest) });
    skipLine(cursor);
  }
  return finish({ kind: 'boolean-variable', name, operator, value });
}

function parseConditional(cursor: Cursor, finish: Finish, depth: number): Statement {
  const branches: { -readonly [K in keyof Conditional['branches'][number]]: Conditional['branches'][number][K] }[] = [];
  let keyword = cursor.relative(cursor.take('statement'));
  let withTest = true;
  for (;;) {
    const branch: (typeof branches)[number] = { keyword };
    branches.push(branch);
    if (withTest) branch.test = parseExpression(cursor, 'test');
    const open = cursor.accept(withTest ? 'test' : 'statement', '{');
    if (!open) {
      unexpected(cursor, withTest ? 'test' : 'statement', 'missing-open-brace');
      break;
    }
    branch.body = parseBody(cursor, open, depth, 'branch');
    if (!branch.body.close) break;
    const otherwise = cursor.acceptWord('statement', 'else');
    if (!otherwise || !withTest) break;
    keyword = otherwise.span;
    withTest = cursor.acceptWord('statement', 'if') !== undefined;
  }
  return finish({ kind: 'if', branches });
}
