/** How a rule ends, and what happens when it does not end as it should. */

import type { Span } from '../../../../core';
import { preambleKeywords, qualifierKeywords, ruleKeywords } from '../../../../knowledge';
import type { LexerMode, Token } from '../lexer';
import type { ProblemKind, UnplacedProblem } from '../tree';
import type { TokenCursor } from './cursor';

const starters: ReadonlySet<string> = new Set([
  ...ruleKeywords,
  ...qualifierKeywords,
  ...preambleKeywords,
  ...['profile', 'hat', 'if', '#include', 'safe', 'unsafe', 'else'],
]);

/** Whether a statement could start at this offset. */
export function looksLikeStart(cursor: TokenCursor, offset: number): boolean {
  const { text } = cursor;
  const token = cursor.scan(offset, 'statement');
  if (token.kind === 'word') return starters.has(text.slice(token.start, token.end));
  if (token.kind === 'condition') return text.slice(token.start, token.end) === 'priority';
  return ['label', 'variable', 'permissions', '^', '}', 'end'].includes(token.kind);
}

/**
 * Takes the comma that ends a rule. Where there is none: when the line begins like a statement the comma was
 * forgotten on the line before, and what was already read of that line is given back; otherwise the token is one that
 * the rule cannot contain, and the rest up to the next comma or line end goes with it.
 * `complete` says whether the rule could end here.
 */
export function endRule(cursor: TokenCursor, mode: LexerMode, complete = true) {
  const last = cursor.lastSpan();
  if (cursor.accept(mode, ',')) {
    reportGluedBrace(cursor, mode, last);
    if (!complete) cursor.problem({ kind: 'incomplete-rule', what: 'end' }, cursor.lastSpan());
    return;
  }
  // A list that never closed has swallowed the comma.
  if (cursor.has('unclosed-list')) {
    const { start, kind } = cursor.peek(mode);
    // What is left of its line belongs to the same mistake.
    if (kind !== 'end' && kind !== '}' && !cursor.isOnNewLine(start)) skipRule(cursor);
    return;
  }
  const token = cursor.peek(mode);
  const { text } = cursor;
  const first = cursor.isOnNewLine(token.start) ? token : cursor.firstOnLine(token.start);
  // A file rule, a limit or `all` that could end here doesn’t continue on another line.
  const whole = complete && mode === 'statement' && first === token && token.kind === 'word';
  if (first && (whole || looksLikeStart(cursor, first.start))) {
    if (first.start < token.start) cursor.rewind(first.start);
    const end = cursor.lastSpan();
    const open = ['->', '=', '<='].includes(text.slice(end.start, end.end)) || (!complete && first === token);
    cursor.problem(open ? { kind: 'incomplete-rule', what: 'end' } : { kind: 'missing-comma' }, end);
    return;
  }
  if (token.kind === 'end' || token.kind === '}' || (complete && startsHere(cursor, token))) {
    cursor.problem(complete ? { kind: 'missing-comma' } : { kind: 'incomplete-rule', what: 'end' }, cursor.lastSpan());
    return;
  }
  unexpected(cursor, mode);
}

const permissionsBehind = /^[ \t]+[rwalmkxipcuRWLMXIPCU]+[ \t]*(?:,|->)/;

/** `inet,}`: after a path or a word of some rules, comma and brace are more of the word to upstream. */
function reportGluedBrace(cursor: TokenCursor, mode: LexerMode, last: Span) {
  const { text, position } = cursor;
  if (text[position] !== '}' || last.end !== position - 1) return;
  const word = text.slice(last.start, last.end);
  // In change_profile a comma starts a word too, whatever is before it.
  const inRule = mode === 'change' || (mode === 'rule' && !/[)"]$/.test(word) && !ruleKeywords.includes(word));
  const behindArrow = /->[ \t]*$/.test(text.slice(Math.max(0, last.start - 40), last.start)) && !word.endsWith('"');
  if (inRule || behindArrow || /^[/@:&]/.test(word)) {
    cursor.problem({ kind: 'missing-blank', word: '}' }, { start: position, end: position + 1 });
  }
}

/** On the same line only an unmistakable start counts: a path or a rule's keyword. */
function startsHere(cursor: TokenCursor, token: Token): boolean {
  const { text } = cursor;
  const start = cursor.scan(token.start, 'statement');
  // A path starts a rule only with what belongs to it; alone it is a word too many.
  if (start.kind === 'label')
    return /^[/@]/.test(text.slice(token.start, token.start + 1)) && permissionsBehind.test(text.slice(start.end, start.end + 80));
  return start.kind === 'word' && ruleKeywords.includes(text.slice(start.start, start.end));
}

/** Problems after which the rest of the statement doesn't fit either. */
const accounted: readonly ProblemKind[] = [
  'conditional-order',
  'unknown-access',
  'unknown-permissions',
  'profile-attachment',
  'condition-form',
  'boolean-value',
];

/** Reports the next token as one that cannot be here and skips to the end of the rule. */
export function unexpected(cursor: TokenCursor, mode: LexerMode, problem: UnplacedProblem = { kind: 'unexpected-text' }) {
  const token = cursor.peek(mode);
  const place = token.kind === 'end' || token.kind === 'newline' ? cursor.lastSpan() : token;
  if (token.kind === 'unterminated') cursor.problem({ kind: 'unterminated-string' }, token);
  else if (!accounted.some((known) => cursor.has(known))) cursor.problem(problem, place);
  skipRule(cursor);
}

/** Takes what is left of a broken rule: up to and with the next comma, or to the end of the line, or to a brace. */
export function skipRule(cursor: TokenCursor) {
  for (let first = true; ; first = false) {
    const token = cursor.peek('statement');
    if (token.kind === 'end' || token.kind === '}' || (token.kind === '{' && !opensVariable(cursor, token))) return;
    if (!first && cursor.isOnNewLine(token.start)) return;
    if (first && cursor.isOnNewLine(token.start) && looksLikeStart(cursor, token.start)) return;
    cursor.take('statement');
    if (token.kind !== ',') continue;
    // Other text on the line that starts nothing is part of the same mistake.
    const next = cursor.peek('statement');
    if (cursor.isOnNewLine(next.start) || looksLikeStart(cursor, next.start)) return;
  }
}

/** `@{` and `${` open no block, whatever follows. */
export const opensVariable = (cursor: TokenCursor, { start }: Token): boolean => '@$'.includes(cursor.text[start - 1] ?? ' ');

/** The brace that opens a body, after words that cannot be before it on its line: those are then the mistake. */
export function openBehindJunk(cursor: TokenCursor): Token | undefined {
  const first = cursor.peek('statement');
  let token = first;
  while (token.kind !== '{') {
    if (['newline', 'end', 'comment', 'unterminated', '}'].includes(token.kind)) return undefined;
    token = cursor.scan(token.end, 'statement');
  }
  if (cursor.isOnNewLine(first.start)) return undefined;
  if (!accounted.some((known) => cursor.has(known))) cursor.problem({ kind: 'unexpected-text' }, first);
  while (cursor.peek('statement').start < token.start) cursor.take('statement');
  return cursor.take('statement');
}
