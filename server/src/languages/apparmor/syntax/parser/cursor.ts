/** The parser's place in the text: looks ahead in a mode, takes tokens, records what is wrong. */

import { type Span, span } from '../../../../core';
import { type LexerMode, scan, type Token, type TokenKind } from '../lexer';
import { endOf, kindOf, packed } from '../pieces';
import {
  type Body,
  type Extent,
  type PlacedStatement,
  type Problem,
  type ProblemKind,
  type Statement,
  type UnplacedProblem,
  Word,
} from '../tree';
import type { Reuse } from './reuse';
import type { RunBuilder } from './runs';

/** What a statement under construction gathers; spans are relative to `start`. */
interface Frame {
  readonly start: number;
  /** How many pieces there were before it. */
  readonly base: number;
  first: number;
  bodies: readonly Body[];
  problems: readonly Problem[];
}

const noBodies: readonly Body[] = [];
const noProblems: readonly Problem[] = [];

const frameAt = (start: number, base: number): Frame => ({ start, base, first: -1, bodies: noBodies, problems: noProblems });

const isTrivia = (kind: TokenKind | 'body') => kind === 'space' || kind === 'newline' || kind === 'comment' || kind === 'continuation';

/** Modes in which a line end ends the construct instead of being space. */
const endsAtLine = (mode: LexerMode) => mode === 'assign' || mode === 'assignTest';
/** Modes that skip nothing before the token. */
const skipsNothing = (mode: LexerMode) => mode === 'value';
const skipsBlanksOnly = (mode: LexerMode) => mode === 'number' || mode === 'name';
/** Upstream knows comments only between tokens of these modes; elsewhere `#` starts a word and breaks the rule. */
const allowsComments = (mode: LexerMode) => mode === 'statement' || endsAtLine(mode);

/**
 * The same text on its own: engines keep a slice as a view of the text that it was cut from. What an edit leaves as it is
 * outlives the edited text, and each such text would live on for the sake of a few words.
 */
function copied(slice: string): string {
  let copy = '';
  for (let i = 0; i < slice.length; i += copyStep) {
    const codes = Array.from({ length: Math.min(copyStep, slice.length - i) }, (_, k) => slice.charCodeAt(i + k));
    copy += String.fromCharCode(...codes);
  }
  return copy;
}

const copyStep = 1024;

const LINE_FEED = 10;

export class TokenCursor {
  position = 0;
  /** End of the last token that was no space; absolute. */
  lastEnd = 0;
  private frame = frameAt(0, 0);
  /** The pieces of all statements under construction, the outermost first. */
  private readonly pieces: number[] = [];
  private count = 0;
  /** What was looked at last: the space and comments from an offset on, and the token after them. */
  private readonly trivia: Token[] = [];
  private triviaCount = 0;
  private ahead?: Token;
  private aheadAt = 0;
  private aheadMode: LexerMode = 'statement';
  /** The farthest offset that was looked at for the statement under construction. */
  private farthest = 0;

  constructor(
    readonly text: string,
    private readonly reuse?: Reuse,
  ) {}

  /** The token at an offset, without regard to what was taken. */
  scan(at: number, mode: LexerMode): Token {
    const token = scan(this.text, at, mode);
    this.farthest = Math.max(this.farthest, this.reachOf(token));
    return token;
  }

  /** How far the lexer looked for a token, but for the rest of its line: for a quote's partner it may search the whole text. */
  private reachOf({ kind, start, end }: Token): number {
    const searched =
      kind === 'unterminated' || kind === 'unknown' || (this.startsQuoted(start) && /\\">?$/.test(this.text.slice(end - 3, end)));
    return searched ? this.text.length : end;
  }

  private startsQuoted(start: number): boolean {
    const first = this.text[start];
    return first === '"' || first === '<';
  }

  /** The next token of the mode, without taking it; absolute offsets. */
  peek(mode: LexerMode): Token {
    if (this.ahead && this.aheadAt === this.position && this.aheadMode === mode) {
      this.farthest = Math.max(this.farthest, this.reachOf(this.ahead));
      return this.ahead;
    }
    this.triviaCount = 0;
    let token = this.scan(this.position, mode);
    while (isTrivia(token.kind) && !skipsNothing(mode)) {
      if (token.kind === 'newline' && (endsAtLine(mode) || skipsBlanksOnly(mode))) break;
      this.trivia[this.triviaCount++] = token;
      token = this.scan(token.end, mode);
    }
    this.ahead = token;
    this.aheadAt = this.position;
    this.aheadMode = mode;
    return token;
  }

  /** Takes the next token and the space before it. */
  take(mode: LexerMode): Token {
    const token = this.peek(mode);
    for (let i = 0; i < this.triviaCount; i++) {
      const space = this.trivia[i] as Token;
      if (space.kind === 'comment') this.checkComment(space, mode);
      this.push(space);
    }
    if (token.kind === 'end') {
      this.position = token.end;
      return token;
    }
    if (this.frame.first < 0) this.frame.first = token.start;
    this.push(token);
    this.lastEnd = token.end;
    return token;
  }

  private checkComment(comment: Token, mode: LexerMode) {
    const place = span(comment.start - this.frame.start, comment.end - this.frame.start);
    if (!allowsComments(mode)) this.note({ kind: 'comment-inside-rule', span: place });
    else if (comment.end === this.text.length && mode === 'statement') this.note({ kind: 'comment-without-newline', span: place });
  }

  private push({ kind, end }: Token) {
    this.pieces[this.count++] = packed(kind, end - this.frame.start);
    this.position = end;
  }

  private note(problem: Problem) {
    this.frame.problems = [...this.frame.problems, problem];
  }

  /** Takes the blanks that a mode without space would trip over. */
  takeBlanks() {
    const token = this.scan(this.position, 'list');
    if (token.kind === 'space') this.push(token);
  }

  /** Takes the token when it is of the kind. */
  accept(mode: LexerMode, kind: TokenKind): Token | undefined {
    return this.peek(mode).kind === kind ? this.take(mode) : undefined;
  }

  /** Takes a plain word when it is one of these. */
  acceptWord(mode: LexerMode, ...words: readonly string[]): Word | undefined {
    const token = this.peek(mode);
    if (token.kind !== 'word' || !words.includes(this.textOf(token))) return undefined;
    return this.word(this.take(mode));
  }

  /** Whether a line ends between what was taken last and an offset after it. */
  isOnNewLine(offset: number): boolean {
    for (let i = this.lastEnd; i < offset; i++) if (this.text.charCodeAt(i) === LINE_FEED) return true;
    return false;
  }

  textOf(token: Token): string {
    return this.text.slice(token.start, token.end);
  }

  /** A taken token as a word of the statement. */
  word(token: Token): Word {
    const { start } = this.frame;
    const raw = this.textOf(token);
    return new Word(this.reuse ? copied(raw) : raw, token.start - start, token.end - start);
  }

  relative(place: Span): Span {
    return span(place.start - this.frame.start, place.end - this.frame.start);
  }

  /** Records a problem at an absolute place. */
  problem(problem: UnplacedProblem, place: Span) {
    this.note({ ...problem, span: this.relative(place) });
  }

  /** Whether the statement has a problem of this kind already. */
  has(kind: ProblemKind): boolean {
    return this.frame.problems.some((problem) => problem.kind === kind);
  }

  /** The last token that was taken in this statement, absolute. */
  lastSpan(): Span {
    const { start, base } = this.frame;
    for (let i = this.count - 1; i >= base; i--) {
      const kind = kindOf(this.pieces[i] as number);
      if (kind === 'body') return span(this.lastEnd, this.lastEnd);
      if (!isTrivia(kind)) return span(this.startOf(i), start + endOf(this.pieces[i] as number));
    }
    return span(start, start);
  }

  /** Where a piece of this statement starts: at the end of the one before. */
  private startOf(index: number): number {
    const { start, base } = this.frame;
    return index === base ? start : start + endOf(this.pieces[index - 1] as number);
  }

  /** Parses one statement; what it takes meanwhile belongs to it. */
  statement(parse: () => Statement): PlacedStatement {
    const outer = this.frame;
    const frame = frameAt(this.position, this.count);
    this.frame = frame;
    const { farthest } = this;
    this.farthest = this.position;
    const statement = parse();
    this.frame = outer;
    this.count = frame.base;
    this.farthest = Math.max(farthest, this.farthest);
    return { start: frame.start - outer.start, statement };
  }

  /** What was gathered of the statement that ends here. */
  extent(): Extent<Statement> {
    const { start, base, first, bodies, problems } = this.frame;
    return {
      start: Math.max(0, first - start),
      end: Math.max(this.lastEnd, first) - start,
      length: this.position - start,
      reach: this.farthest - start,
      pieces: this.pieces.slice(base, this.count),
      bodies,
      problems,
    };
  }

  /** Takes over the statements of the text before the edit that would be read here again; false when there are none. */
  keep(into: RunBuilder, depth: number): boolean {
    const kept = this.reuse?.at(this.position, depth);
    if (!kept) return false;
    const { run, statements, base } = kept;
    const shift = base - this.frame.start;
    if (run) into.addRun({ start: shift, run });
    else for (const { start, statement } of statements) into.add({ start: start + shift, statement });
    const reach = run ? run.reach : statements.reduce((most, { start, statement }) => Math.max(most, start + statement.reach), 0);
    this.farthest = Math.max(this.farthest, base + reach);
    const last = statements[statements.length - 1] as PlacedStatement;
    const at = base + last.start;
    this.position = at + last.statement.length;
    this.lastEnd = at + last.statement.span.end;
    return true;
  }

  /** Adds a finished body to the statement, in its place among the tokens. */
  body(body: Body) {
    this.frame.bodies = [...this.frame.bodies, body];
    this.pieces[this.count++] = packed('body', this.position - this.frame.start);
  }

  /** Takes back the tokens from the absolute offset on; problems that lie there go with them. */
  rewind(offset: number) {
    const { start, base } = this.frame;
    while (this.count > base) {
      const last = this.pieces[this.count - 1] as number;
      if (kindOf(last) === 'body' || start + endOf(last) <= offset) break;
      this.count--;
    }
    this.frame.problems = this.frame.problems.filter((p) => p.span.start + start < offset);
    this.position = offset;
    this.lastEnd = this.lastSpan().end;
    this.ahead = undefined;
  }

  /** The first token on the line of `offset` that this statement has taken, unless it is the statement's first. */
  firstOnLine(offset: number): Token | undefined {
    const { start, base, first } = this.frame;
    const line = start + this.text.slice(start, offset).lastIndexOf('\n') + 1;
    for (let i = base; i < this.count; i++) {
      const piece = this.pieces[i] as number;
      const kind = kindOf(piece);
      if (kind === 'body' || isTrivia(kind)) continue;
      const at = this.startOf(i);
      if (at >= line) return at > first ? { kind, start: at, end: start + endOf(piece) } : undefined;
    }
    return undefined;
  }
}
