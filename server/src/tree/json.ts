import { type ParseError, parseTree, printParseErrorCode, visit } from 'jsonc-parser';
import { type Span, type TextChange, wordTable } from '../core';
import { ContentMaker, collectionsAround, type EnclosingContent, type FormerContent, type JsonContent, withChild } from './jsonContent';
import { placed } from './jsonNodes';
import type { SyntaxProblem, Tree } from './tree';

/** A text as the parser read it: what `parseJson` goes on from when the text is edited. */
interface Reading {
  readonly content?: JsonContent;
  /** Where the content begins. */
  readonly start: number;
  readonly mistakes: readonly Mistake[];
  readonly comments: readonly Span[];
  /** The parser reached the end of the text before that of the value, or read on after it. */
  readonly isOpen: boolean;
}

/** A tree of the version before, and what changed since. */
export interface FormerJson {
  readonly tree: Tree;
  readonly change: TextChange;
}

const readings = new WeakMap<Tree, Reading>();

/**
 * Parses strict JSON with recovery. Comments and trailing commas are problems but do not disturb the tree. Given the version before, only the
 * smallest object or list around the change is read again, and contents whose text is the same are the same objects.
 */
export function parseJson(text: string, former?: FormerJson): Tree {
  try {
    const before = former && readings.get(former.tree);
    if (before && former?.tree.text === text) return former.tree;
    const reading =
      (before && former && readAgain(text, before, former)) ??
      readWhole(text, before && former && { reading: before, text: former.tree.text });
    const tree: Tree = {
      text,
      syntax: 'json',
      ...(reading.content && { root: placed(reading.content, reading.start, undefined) }),
      problems: withoutEchoes(reading.mistakes, text),
      comments: reading.comments,
    };
    readings.set(tree, reading);
    return tree;
  } catch (error) {
    // The parser recurses; no real file nests thousands of levels deep.
    if (!(error instanceof RangeError)) throw error;
    const span = { start: 0, end: Math.min(1, text.length) };
    return { text, syntax: 'json', problems: [{ span, message: 'The text is nested too deeply to be read.' }], comments: [] };
  }
}

const options = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: true };

/** What was read so far, for tests: the work must follow the change. */
export const jsonWork = { characters: 0 };

function readWhole(text: string, former?: { readonly reading: Reading; readonly text: string }): Reading {
  jsonWork.characters += text.length;
  const errors: ParseError[] = [];
  const hashes = hashComments(text);
  const strict = withoutSpans(text, hashes);
  const root = parseTree(strict, errors, options);
  const comments = [...commentsIn(strict), ...hashes].sort((a, b) => a.start - b.start);
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
function countBefore(mistakes: readonly Mistake[], offset: number): number {
  let low = 0;
  let high = mistakes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mistakes[middle] as Mistake).at < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A larger one costs as much as the whole text. */
const largestShare = 0.5;

/**
 * Reads again the smallest object or list around the change that is complete before and after it. Up to its first bracket nothing differs, and a
 * complete value leaves the parser as it would have left it before; so all else stays, moved where it follows.
 */
function readAgain(text: string, before: Reading, { tree, change }: FormerJson): Reading | undefined {
  // Where there is a mistake, what the parser reads as a text is not always what the search for `#` reads as one.
  const isPlain = (mistakes: readonly Mistake[]) => !mistakes.length || !text.includes('#');
  if (!before.content || before.isOpen || !isPlain(before.mistakes)) return undefined;
  const delta = change.newEnd - change.oldEnd;
  const around = collectionsAround(before.content, before.start, change.start, change.oldEnd);
  for (let depth = around.length - 1; depth >= 0; depth--) {
    const { content, start } = around[depth] as EnclosingContent;
    const end = start + content.length;
    if (content.length + delta > text.length * largestShare) return undefined;
    // A copy: what is kept of an edit must not keep the whole text alive.
    const piece = copied(text.slice(start, end + delta));
    const inner = readPiece(piece, { content, start: 0, text: tree.text.slice(start, end) });
    if (!inner?.content || !isPlain(inner.mistakes)) continue;
    let made = inner.content;
    for (let i = depth; i > 0; i--)
      made = withChild((around[i - 1] as EnclosingContent).content, (around[i] as EnclosingContent).index, made, delta);
    const moved = <T>(all: readonly T[], at: (one: T) => number, move: (one: T, by: number) => T, own: readonly T[]): readonly T[] =>
      all.length || own.length
        ? [
            ...all.filter((one) => at(one) <= start),
            ...own.map((one) => move(one, start)),
            ...all.filter((one) => at(one) >= end).map((one) => move(one, delta)),
          ]
        : all;
    return {
      content: made,
      start: before.start,
      isOpen: false,
      mistakes: moved(before.mistakes, ({ at }) => at, movedMistake, inner.mistakes),
      comments: moved(before.comments, (comment) => comment.start, movedSpan, inner.comments),
    };
  }
  return undefined;
}

/** A text that is nothing but one complete object or list; undefined where the parser would have read on after its last character. */
function readPiece(text: string, former: FormerContent): Reading | undefined {
  const reading = readWhole(text, {
    reading: { content: former.content, start: 0, mistakes: [], comments: [], isOpen: false },
    text: former.text,
  });
  const { content, isOpen } = reading;
  const isComplete = content?.kind === former.content.kind && content.length === text.length && !isOpen;
  return isComplete ? reading : undefined;
}

const movedSpan = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });
const movedMistake = (mistake: Mistake, by: number): Mistake => ({ ...mistake, span: movedSpan(mistake.span, by), at: mistake.at + by });

/** Joined and cut again, the text is no longer a view of a longer one. */
const copied = (text: string): string => ` ${text}`.slice(1);

/** The parser expects several things at one place; the first is what a person would name. */
const distinct = (errors: readonly ParseError[]): readonly ParseError[] =>
  errors.filter((error, i) => errors[i - 1]?.offset !== error.offset || errors[i - 1]?.length !== error.length);

/** A mistake whose neighbours on the line are mistakes of their own: the parser reads on after it as if it were not there. */
interface Mistake extends SyntaxProblem {
  readonly alone: boolean;
  /** Where the parser was when it noticed. */
  readonly at: number;
}

/** One problem for one mistake: what the parser reports after a mistake on the same line follows from it. */
function withoutEchoes(mistakes: readonly Mistake[], text: string): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let last = -1;
  for (const { span, message, alone } of [...mistakes].sort((a, b) => a.span.start - b.span.start)) {
    const isEcho = !alone && last >= 0 && !text.slice(last, span.start).includes('\n');
    if (!isEcho) problems.push({ span, message });
    if (!alone) last = span.start;
  }
  return problems;
}

function commentsIn(text: string): readonly Span[] {
  const comments: Span[] = [];
  if (!text.includes('//') && !text.includes('/*')) return comments;
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

function toMistake({ error, offset, length }: ParseError, text: string, comments: readonly Span[]): Mistake {
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

const asComment = (span: Span): Mistake => ({ span, message: noComments, alone: true, at: span.start });

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
