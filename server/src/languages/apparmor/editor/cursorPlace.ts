/** The place of a cursor: the word being written and the statement as the parser sees it up to there. */

import { type Context, type Span, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import type { Token } from '../syntax/lexer';
import { type LocatedStatement, statementAt } from '../syntax/locate';
import { parse } from '../syntax/parser';
import { type FileTree, isBody, type PlacedStatement, type Statement } from '../syntax/tree';

/** The place of a completion. */
export interface CursorPlace {
  readonly part: ApparmorPart;
  /** The word that is being written, from its start to its end. */
  readonly word: Span;
  /** Its text before the cursor. */
  readonly typed: string;
  /** The statement as parsed from the text before the word alone; undefined at the start of a statement. */
  readonly statement: Statement | undefined;
  /** Its significant tokens. */
  readonly tokens: readonly (Token & { readonly text: string })[];
  /** The statement that is over before the word, where one is to begin. */
  readonly previous: Statement | undefined;
  readonly inside: readonly Statement[];
  readonly context: Context;
}

export function placeAt(part: ApparmorPart, offset: number, context: Context): CursorPlace {
  const { text } = part;
  let start = offset;
  while (start > 0 && /[^\s,(){}="]/.test(text[start - 1] as string)) start--;
  // A path may contain braces and commas; a file name after include contains angle brackets.
  let end = offset;
  while (end < text.length && /[\w.+/-]/.test(text[end] as string)) end++;
  const located = written(part, start);
  const inside = located
    ? [...located.parents.map((parent) => parent.statement), ...(contains(text, located, start) ? [located.statement] : [])]
    : [];
  const from = located && lastBegins(part, located, start);
  const before = text.slice(from ?? start, start);
  const last = lastOpen(parse(before).statements, before);
  const tokens = last ? significant(last.statement, before.slice(last.start)) : [];
  const previous = located && !last ? lastBefore(part, located, start)?.statement : undefined;
  return { part, word: span(start, end), typed: text.slice(start, offset), statement: last?.statement, tokens, previous, inside, context };
}

/** The statement at a word. Blanks belong to what follows them; a word that is in these continues the text before it. */
function written({ text, tree }: ApparmorPart, start: number): LocatedStatement | undefined {
  const innermost = statementAt(tree, Math.max(0, start - 1));
  // Directly after a closing brace, or in a header that has no brace yet.
  const left = innermost?.parents.findIndex((parent) => !contains(text, parent, start)) ?? -1;
  const located = innermost && left >= 0 ? atDepth(innermost, left) : innermost;
  if (!located || start > located.start + located.statement.span.start) return located;
  const before = statementAt(tree, Math.max(0, located.start - 1));
  return before?.parents.length === located.parents.length ? before : located;
}

function atDepth({ parents }: LocatedStatement, depth: number): LocatedStatement {
  const { statement, start } = parents[depth] as LocatedStatement['parents'][number];
  return { statement, start, parents: parents.slice(0, depth) };
}

interface StatementAt {
  readonly statement: Statement;
  readonly start: number;
}

/** Whether an offset lies between the braces of a statement. What has no opening brace begins on the next line. */
const contains = (text: string, { statement, start }: StatementAt, offset: number) =>
  statement.bodies.some(
    ({ open, close }) =>
      start + open.end <= offset &&
      (!close || offset <= start + close.start) &&
      (open.end > open.start || text.slice(start + open.end, offset).includes('\n')),
  );

/** Where the last statement before a word begins, if it can still go on there; what it is depends on nothing before it. */
function lastBegins(part: ApparmorPart, located: LocatedStatement, start: number): number | undefined {
  if (contains(part.text, located, start)) return undefined;
  const last = located.statement.kind === 'rest' ? neighbourBefore(part.tree, located) : located;
  return last && !isFinished(last, start) ? last.start : undefined;
}

/** The last statement that is over before a word. */
function lastBefore(part: ApparmorPart, located: LocatedStatement, start: number): StatementAt | undefined {
  if (contains(part.text, located, start)) return undefined;
  return located.statement.kind === 'rest' || start <= located.start + located.statement.span.start
    ? neighbourBefore(part.tree, located)
    : located;
}

/** The statement before one, in the same block. */
function neighbourBefore(tree: FileTree, { start, parents }: LocatedStatement): StatementAt | undefined {
  const before = start > 0 ? statementAt(tree, start - 1) : undefined;
  return before && [...before.parents, before][parents.length];
}

/** Whether a statement is over before an offset, so that nothing there could be read as more of it. */
function isFinished({ statement, start }: StatementAt, offset: number): boolean {
  const kinds = significantKinds(statement);
  const end = kinds[kinds.length - 1];
  return start + statement.span.end <= offset && (end === '}' || (end === ',' && statement.problems.length === 0));
}

/** The last statement, when it is not finished yet. */
function lastOpen(placed: readonly PlacedStatement[], text: string): PlacedStatement | undefined {
  const last = placed.findLast(({ statement }) => statement.kind !== 'rest');
  if (!last) return undefined;
  const { statement } = last;
  const kinds = significantKinds(statement);
  const end = kinds[kinds.length - 1];
  // Inside of parentheses a comma goes on.
  if (end === ',' && kinds.lastIndexOf('(') > kinds.lastIndexOf(')')) return last;
  if (end === ',' || end === '}' || end === '{') return undefined;
  // `if` alone begins `if exists`.
  if (statement.kind === 'include' && statement.file && statement.file.raw !== 'if') return undefined;
  const newLine = text.slice(last.start + statement.span.end).includes('\n');
  // These end with their line, or are whole: what follows on the next line is a new statement.
  const whole =
    statement.kind === 'rule' && statement.verb === 'file' && statement.path !== undefined && statement.permissions !== undefined;
  if (newLine && (whole || statement.kind === 'set-variable' || statement.kind === 'boolean-variable')) return undefined;
  return last;
}

const significantKinds = (statement: Statement) =>
  statement.pieces.flatMap((piece) => (isBody(piece) || ['space', 'newline', 'comment'].includes(piece.kind) ? [] : [piece.kind]));

function significant(statement: Statement, text: string): CursorPlace['tokens'] {
  return statement.pieces.flatMap((piece) =>
    isBody(piece) || ['space', 'newline', 'comment'].includes(piece.kind) ? [] : [{ ...piece, text: text.slice(piece.start, piece.end) }],
  );
}

/** What an open parenthesis belongs to: the conditional's name, `''` for an access list; undefined outside of lists. */
export function openList(tokens: CursorPlace['tokens']): string | undefined {
  let open = -1;
  tokens.forEach((token, i) => {
    if (token.kind === '(') open = i;
    else if (token.kind === ')') open = -1;
  });
  if (open < 0) return undefined;
  const before = tokens[open - 1];
  if (before?.text === '=' || before?.text === 'in') return tokens[open - 2]?.text ?? '';
  return '';
}
