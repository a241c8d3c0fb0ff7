/** What is in a file or a body: which statement starts here, and the statements that are no rules. */

import { type Span, span } from '../../../../core';
import type { Token } from '../lexer';
import { qualifierRank } from '../qualifiers';
import {
  Body,
  type Branch,
  Conditional,
  type PlacedRun,
  type Qualifiers,
  Rest,
  RuleBlock,
  type Statement,
  Unknown,
  type Word,
} from '../tree';
import { TokenCursor } from './cursor';
import { parseExpression } from './expression';
import { bodyBelow, bracedPermissions, headerAhead, isWordAsPath, nextKind } from './lookahead';
import {
  isGluedAssignment,
  parseAbi,
  parseAlias,
  parseBooleanVariable,
  parseGluedAssignment,
  parseInclude,
  parseSetVariable,
  skipLine,
} from './preamble';
import { parseProfile } from './profile';
import { endRule, openBehindJunk, opensVariable, skipRule, unexpected } from './recover';
import type { Reuse } from './reuse';
import {
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
import { RunBuilder } from './runs';

/** Deeper nesting is no policy but an accident; the braces are then skipped like other stray text. */
const maximumDepth = 100;

/** The statements of a text; whatever the text is, all of it is in them. */
export function parseStatements(text: string, reuse?: Reuse): readonly PlacedRun[] {
  const cursor = new TokenCursor(text, reuse);
  const found = new RunBuilder();
  do {
    if (!cursor.keep(found, 0)) found.add(cursor.statement(() => parseStatement(cursor, 0)));
  } while (cursor.position < text.length);
  return found.done();
}

/** The statements up to the closing brace, which is taken. `open` is absolute. */
export function parseBody(cursor: TokenCursor, open: Span, depth: number, what: 'profile' | 'block' | 'branch'): Body {
  const found = new RunBuilder();
  const place = cursor.relative(open);
  if (depth > maximumDepth) {
    cursor.problem({ kind: 'unexpected-text' }, open);
    return new Body([], place);
  }
  for (;;) {
    if (cursor.keep(found, depth + 1)) continue;
    const token = cursor.peek('statement');
    if (token.kind === '}') {
      const body = new Body(found.done(), place, cursor.relative(token));
      cursor.body(body);
      cursor.take('statement');
      return body;
    }
    if (token.kind === 'end' && cursor.position === cursor.text.length) {
      const body = new Body(found.done(), place);
      cursor.body(body);
      cursor.problem({ kind: 'unclosed-block', what }, open);
      return body;
    }
    found.add(cursor.statement(() => parseStatement(cursor, depth + 1)));
  }
}

function parseStatement(cursor: TokenCursor, depth: number): Statement {
  const before = cursor.position;
  const statement = parseStart(cursor, depth);
  if (cursor.position > before || before === cursor.text.length) return statement;
  // Nothing was taken: take one token, so that the parser always moves on.
  cursor.problem({ kind: 'unexpected-text' }, cursor.peek('statement'));
  cursor.take('statement');
  return new Unknown(cursor.extent());
}

function parseStart(cursor: TokenCursor, depth: number): Statement {
  const token = cursor.peek('statement');
  switch (token.kind) {
    case 'end':
      cursor.take('statement');
      return new Rest(cursor.extent());
    case '}':
      cursor.problem({ kind: 'stray-brace' }, token);
      cursor.take('statement');
      return new Unknown(cursor.extent());
    case 'variable':
      if (nextKind(cursor, token) === 'operator') return parseSetVariable(cursor);
      break;
    case 'boolean':
      return parseBooleanVariable(cursor);
    case 'word': {
      const word = cursor.textOf(token);
      if (word === 'include' || word === '#include') return parseInclude(cursor);
      if (word === 'abi') return parseAbi(cursor);
      if (word === 'alias' || word === 'rewrite') return parseAlias(cursor);
      break;
    }
    default:
  }
  return parseQualified(cursor, depth);
}

const isPriority = (cursor: TokenCursor, token: Token) => token.kind === 'condition' && cursor.textOf(token) === 'priority';

function isQualifier(cursor: TokenCursor, token: Token): boolean {
  if (token.kind !== 'word') return isPriority(cursor, token);
  const text = cursor.textOf(token);
  return Object.hasOwn(qualifierRank, text) && text !== 'priority';
}

function parseQualifiers(cursor: TokenCursor): Qualifiers {
  if (!isQualifier(cursor, cursor.peek('statement'))) return noQualifiers;
  const words: Word[] = [];
  const found: { -readonly [K in keyof Qualifiers]?: Qualifiers[K] } = {};
  let last = -1;
  for (;;) {
    const token = cursor.peek('statement');
    if (!isQualifier(cursor, token)) break;
    const text = cursor.textOf(token);
    const rank = qualifierRank[text] as number;
    if (rank === last) cursor.problem({ kind: 'qualifier-twice', word: text, against: words[words.length - 1]?.raw ?? '' }, token);
    else if (rank < last) cursor.problem({ kind: 'qualifier-order', word: text, misplaced: false }, token);
    last = Math.max(rank, last);
    const word = cursor.word(cursor.take('statement'));
    words.push(word);
    if (text === 'priority') {
      cursor.take('number');
      const value = cursor.peek('number');
      if (value.kind === 'word') found.priority = { keyword: word.span, value: cursor.word(cursor.take('number')) };
      else {
        found.priority = { keyword: word.span };
        cursor.problem({ kind: 'priority-range' }, token);
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

const noQualifiers: Qualifiers = { words: [] };

const accessKeywords = new Set(['network', 'unix', 'dbus', 'signal', 'ptrace', 'mqueue', 'io_uring', 'userns']);

function parseQualified(cursor: TokenCursor, depth: number): Statement {
  const qualifiers = parseQualifiers(cursor);
  const token = cursor.peek('statement');
  const refuseQualifiers = (what: string) => {
    const first = qualifiers.words[0];
    if (!first) return;
    const zero = cursor.relative({ start: 0, end: 0 }).start;
    cursor.problem(
      { kind: 'qualifier-not-allowed', word: first.raw, what },
      { start: first.span.start - zero, end: first.span.end - zero },
    );
  };
  switch (token.kind) {
    case '{':
      return parseBlock(cursor, qualifiers, depth);
    case '^':
      refuseQualifiers('hat');
      return parseProfile(cursor, cursor.word(cursor.take('statement')), depth, parseBody);
    case 'permissions':
      return parseFile(cursor, qualifiers);
    case 'label':
    case 'variable':
    case 'quoted':
      if (token.kind === 'label' && qualifiers.words.length === 0 && isGluedAssignment(cursor.textOf(token))) {
        return parseGluedAssignment(cursor);
      }
      if (qualifiers.words.length === 0 && !bracedPermissions(cursor.text, token.end)) {
        if (headerAhead(cursor, token) || (depth === 0 && bodyBelow(cursor, token)))
          return parseProfile(cursor, undefined, depth, parseBody);
      }
      return parseFile(cursor, qualifiers);
    case 'condition':
    case 'word':
      return parseKeyword(cursor, qualifiers, refuseQualifiers, depth);
    default:
      if (qualifiers.words.length > 0) {
        endRule(cursor, 'statement', false);
        return new Unknown(cursor.extent());
      }
      return parseUnknown(cursor, depth);
  }
}

function parseBlock(cursor: TokenCursor, qualifiers: Qualifiers, depth: number): Statement {
  const body = parseBody(cursor, cursor.take('statement'), depth, 'block');
  return new RuleBlock(cursor.extent(), qualifiers, body);
}

function parseKeyword(cursor: TokenCursor, qualifiers: Qualifiers, refuseQualifiers: (what: string) => void, depth: number): Statement {
  const token = cursor.peek('statement');
  const text = cursor.textOf(token);
  const take = () => cursor.word(cursor.take('statement'));
  if (token.kind === 'condition') return parseUnknown(cursor, depth);
  if (accessKeywords.has(text)) return parseAccessRule(cursor, qualifiers, take());
  if (isMountKeyword(text)) return parseMount(cursor, qualifiers, take());
  switch (text) {
    case 'file':
      return parseFile(cursor, qualifiers, take());
    case 'safe':
    case 'unsafe':
      return parseFile(cursor, qualifiers);
    case 'link':
      return parseLink(cursor, qualifiers, take());
    case 'capability':
      return parseCapability(cursor, qualifiers, take());
    case 'set':
      refuseQualifiers('set rlimit');
      return parseRlimit(cursor, qualifiers, take());
    case 'change_profile':
      return parseChangeProfile(cursor, qualifiers, take());
    case 'all':
      return parseAll(cursor, qualifiers, take());
    case 'profile':
    case 'hat':
      refuseQualifiers(text);
      return parseProfile(cursor, take(), depth, parseBody);
    case 'if':
      refuseQualifiers(text);
      return parseConditional(cursor, depth);
    case 'include':
    case '#include':
      refuseQualifiers('include');
      return parseInclude(cursor);
    case 'abi':
      refuseQualifiers('abi');
      return parseAbi(cursor);
    default:
      if (text !== 'else' && qualifiers.words.length === 0 && headerAhead(cursor, token)) {
        return parseProfile(cursor, undefined, depth, parseBody);
      }
      if (isWordAsPath(cursor, token)) return parseFile(cursor, qualifiers);
      return parseUnknown(cursor, depth);
  }
}

/** Text that starts no statement. */
function parseUnknown(cursor: TokenCursor, depth: number): Statement {
  const token = cursor.peek('statement');
  const text = cursor.textOf(token);
  if (token.kind === 'unterminated') {
    cursor.problem({ kind: 'unterminated-string' }, token);
    cursor.take('statement');
  } else if (text === 'else') {
    cursor.problem({ kind: 'else-without-if' }, token);
    cursor.take('statement');
    if (cursor.acceptWord('statement', 'if')) parseExpression(cursor, 'test');
  } else if (token.kind === 'word' || token.kind === 'condition') {
    cursor.problem({ kind: 'unknown-keyword', word: text }, token);
    cursor.take('statement');
    skipRule(cursor);
  } else if (text === '@' || text === '$') {
    cursor.problem({ kind: 'variable-name' }, { start: token.start, end: wordEnd(cursor.text, token.start) });
    cursor.take('statement');
    if (depth > 0) skipRule(cursor);
    else skipLine(cursor);
  } else if (token.kind === '{') {
    cursor.problem({ kind: 'unexpected-text' }, token);
    cursor.take('statement');
    return new Unknown(cursor.extent());
  } else {
    cursor.problem({ kind: 'unexpected-text' }, token);
    cursor.take('statement');
    skipRule(cursor);
  }
  const next = cursor.peek('statement');
  if (next.kind === '{' && !opensVariable(cursor, next)) parseBody(cursor, cursor.take('statement'), depth, 'block');
  return new Unknown(cursor.extent());
}

const wordEnd = (text: string, start: number): number => start + (/^[^\s=,]*/.exec(text.slice(start, start + 200))?.[0].length ?? 1);

/** A brace that was taken as the end of a word. */
function gluedBrace(cursor: TokenCursor): Span | undefined {
  const { end } = cursor.lastSpan();
  return cursor.has('missing-blank') && cursor.text[end - 1] === '{' ? span(end - 1, end) : undefined;
}

function parseConditional(cursor: TokenCursor, depth: number): Statement {
  const branches: { -readonly [K in keyof Branch]: Branch[K] }[] = [];
  let keyword = cursor.relative(cursor.take('statement'));
  let withTest = true;
  for (;;) {
    const branch: (typeof branches)[number] = { keyword };
    branches.push(branch);
    if (withTest) branch.test = parseExpression(cursor, 'test');
    const open = cursor.accept(withTest ? 'test' : 'statement', '{') ?? gluedBrace(cursor) ?? openBehindJunk(cursor);
    if (!open) {
      unexpected(cursor, withTest ? 'test' : 'statement', { kind: 'missing-open-brace', what: 'branch' });
      break;
    }
    branch.body = parseBody(cursor, open, depth, 'branch');
    if (!branch.body.close) break;
    const otherwise = cursor.acceptWord('statement', 'else');
    if (!otherwise || !withTest) break;
    keyword = otherwise.span;
    withTest = cursor.acceptWord('statement', 'if') !== undefined;
  }
  return new Conditional(cursor.extent(), branches);
}
