import { type ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { type Span, wordTable } from '../core';
import { ContentMaker, type JsonContent } from './jsonContent';
import type { SyntaxProblem } from './tree';

/** A text as the parser read it: what `parseJson` continues from when the text is edited. */
export interface JsonReading {
  readonly content?: JsonContent;
  /** Where the content begins. */
  readonly start: number;
  readonly mistakes: readonly JsonMistake[];
  readonly comments: readonly Span[];
  /** The parser reached the end of the text before that of the value, or read on after it. */
  readonly isOpen: boolean;
}

/** A mistake whose neighbours on the line are mistakes of their own: the parser reads on after it as if it were not there. */
export interface JsonMistake extends SyntaxProblem {
  readonly alone: boolean;
  /** Where the parser was when it noticed. */
  readonly at: number;
}

const options = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: true };

/** What was read so far, for tests: the work must follow the change. */
export const jsonWork = { characters: 0 };

export function readWhole(text: string, former?: { readonly reading: JsonReading; readonly text: string }): JsonReading {
  jsonWork.characters += text.length;
  const errors: ParseError[] = [];
  const hashes = hashComments(text);
  const strict = withoutSpans(text, hashes);
  const root = parseTree(strict, errors, options);
  const comments = [...commentsIn(strict, errors), ...hashes].sort((a, b) => a.start - b.start);
  const mistakes = [...distinct(errors).map((error) => toMistake(error, text, comments)), ...hashes.map(asComment)].sort(
    (a, b) => a.at - b.at,
  );
  const isOpen = errors.some(({ error }) => unfinished.has(printParseErrorCode(error)));
  if (!root) return { start: 0, mistakes, comments, isOpen };
  const start = Math.min(root.offset, text.length);
  const { reading, text: textBefore } = former ?? {};
  const before = reading?.content && { content: reading.content, start: reading.start, text: textBefore ?? '' };
  const isBroken = (from: number, to: number) => (mistakes[countBefore(mistakes, from)]?.at ?? to) < to;
  return { content: new ContentMaker(text, isBroken).make(root, before), start, mistakes, comments, isOpen };
}

/** How many mistakes are before an offset. */
function countBefore(mistakes: readonly JsonMistake[], offset: number): number {
  let low = 0;
  let high = mistakes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mistakes[middle] as JsonMistake).at < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The parser expects several things at one place; the first is what a person would name. */
const distinct = (errors: readonly ParseError[]): readonly ParseError[] =>
  errors.filter((error, i) => errors[i - 1]?.offset !== error.offset || errors[i - 1]?.length !== error.length);

/** Each comment is an error too. */
function commentsIn(text: string, errors: readonly ParseError[]): readonly Span[] {
  const comments: Span[] = [];
  if (!errors.some(({ error }) => /Comment/.test(printParseErrorCode(error)))) return comments;
  visit(text, { onComment: (offset, length) => void comments.push(spanIn(text, offset, length)) });
  return comments;
}

/** Comments of YAML and shells, which the parser doesn't know. */
function hashComments(text: string): readonly Span[] {
  if (!text.includes('#')) return [];
  return [...text.matchAll(/"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)|#[^\r\n]*/g)]
    .filter(([token]) => token.startsWith('#'))
    .map(({ 0: token, index }) => spanIn(text, index, token.length));
}

/** Blanks in the place of some spans, so that all others stay where they are. */
function withoutSpans(text: string, spans: readonly Span[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of spans) {
    kept += text.slice(from, start) + ' '.repeat(end - start);
    from = end;
  }
  return kept + text.slice(from);
}

/** The parser counts one too many where a text ends with CRLF and something is open. */
const spanIn = (text: string, offset: number, length: number): Span => ({
  start: Math.min(offset, text.length),
  end: Math.min(offset + length, text.length),
});

const noComments = 'JSON has no comments: the loader refuses the file.';

/** By the library's name for the error. */
const messages: Readonly<Record<string, string>> = wordTable({
  InvalidNumberFormat: 'This number is not written as JSON writes numbers.',
  PropertyNameExpected: 'A key in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon is missing here.',
  CommaExpected: 'A comma is missing here.',
  CloseBraceExpected: 'A closing brace is missing.',
  CloseBracketExpected: 'A closing bracket is missing.',
  EndOfFileExpected: 'Nothing may follow the value that ends before this.',
  InvalidCommentToken: noComments,
  UnexpectedEndOfComment: 'This comment is never closed.',
  UnexpectedEndOfString: 'This string is never closed.',
  UnexpectedEndOfNumber: 'This number breaks off.',
  InvalidUnicode: 'This is not a valid `\\u` escape.',
  InvalidEscapeCharacter: 'JSON knows no such escape.',
  InvalidCharacter: 'A control character must be written as an escape.',
});

function toMistake({ error, offset, length }: ParseError, text: string, comments: readonly Span[]): JsonMistake {
  const name = printParseErrorCode(error);
  const before = endBefore(offset, text, comments);
  // The parser names what follows; a person looks for the comma that is one too many.
  if ((name === 'PropertyNameExpected' || name === 'ValueExpected') && text[before - 1] === ',' && /[\]}]/.test(text.charAt(offset)))
    return {
      span: { start: before - 1, end: before },
      message: 'JSON has no comma after the last member or element.',
      alone: true,
      at: offset,
    };
  // Something missing is shown where it is missing: at the end of what is before it, not at what comes next.
  const missing = name === 'CommaExpected' || name === 'ColonExpected' || offset >= text.length;
  const start = missing ? Math.max(0, before - 1) : offset;
  const span = { start, end: Math.min(text.length, start + (missing ? 1 : Math.max(1, length))) };
  if (name === 'InvalidSymbol')
    return { span, message: `\`${text.slice(span.start, span.end)}\` is not a JSON value.`, alone: false, at: offset };
  return { span, message: messages[name] ?? 'This is not JSON.', alone: name === 'InvalidCommentToken', at: offset };
}

/** Something is not closed, or something follows the end. */
const unfinished: ReadonlySet<string> = new Set([
  'CloseBraceExpected',
  'CloseBracketExpected',
  'EndOfFileExpected',
  'UnexpectedEndOfComment',
]);

const asComment = (span: Span): JsonMistake => ({ span, message: noComments, alone: true, at: span.start });

/** Where what is written before an offset ends: blanks and comments are skipped. */
function endBefore(offset: number, text: string, comments: readonly Span[]): number {
  let end = offset;
  let next = comments.findLastIndex((comment) => comment.end <= offset);
  for (;;) {
    while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
    const comment = comments[next];
    if (comment?.end !== end) return end;
    end = comment.start;
    next--;
  }
}
