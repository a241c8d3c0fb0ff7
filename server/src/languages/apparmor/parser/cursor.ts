/** The parser's place in the text: looks ahead in a mode, takes tokens, records what is wrong. */

import { type Span, span } from '../../../core';
import { type Mode, scan, type Token, type TokenKind } from '../lexer';
import type { Body, PlacedStatement, Problem, Statement, Word } from '../tree';
import type { Reuse } from './reuse';
import type { RunBuilder } from './runs';

/** What a statement under construction gathers; spans are relative to `start`. */
interface Frame {
  readonly start: number;
  readonly pieces: (Token | Body)[];
  problems: Problem[];
  first: number;
}

const isTrivia = (kind: TokenKind) => kind === 'space' || kind === 'newline' || kind === 'comment' || kind === 'continuation';

/** Modes in which a line end ends the construct instead of being space. */
const endsAtLine = (mode: Mode) => mode === 'assign' || mode === 'assignTest';
/** Modes that skip nothing before the token. */
const skipsNothing = (mode: Mode) => mode === 'value';
const skipsBlanksOnly = (mode: Mode) => mode === 'number' || mode === 'name';
/** Upstream knows comments only between tokens of these modes; elsewhere `#` starts a word and breaks the rule. */
const allowsComments = (mode: Mode) => mode === 'statement' || endsAtLine(mode);

export class Cursor {
  position = 0;
  /** End of the last token that was no space; absolute. */
  lastEnd = 0;
  private frame: Frame = { start: 0, pieces: [], problems: [], first: -1 };
  private ahead?: { at: number; mode: Mode; trivia: Token[]; token: Token };
  /** The farthest offset that was looked at for the statement under construction. */
  private farthest = 0;

  constructor(
    readonly text: string,
    private readonly reuse?: Reuse,
  ) {}

  /** The token at an offset, without regard to what was taken. */
  scan(at: number, mode: Mode): Token {
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
  peek(mode: Mode): Token {
    return this.look(mode).token;
  }

  private look(mode: Mode) {
    const known = this.ahead;
    if (known && known.at === this.position && known.mode === mode) {
      this.farthest = Math.max(this.farthest, this.reachOf(known.token));
      return known;
    }
    const trivia: Token[] = [];
    let token = this.scan(this.position, mode);
    while (isTrivia(token.kind) && !skipsNothing(mode)) {
      if (token.kind === 'newline' && (endsAtLine(mode) || skipsBlanksOnly(mode))) break;
      trivia.push(token);
      token = this.scan(token.end, mode);
    }
    this.ahead = { at: this.position, mode, trivia, token };
    return this.ahead;
  }

  /** Takes the next token and the space before it. */
  take(mode: Mode): Token {
    const { trivia, token } = this.look(mode);
    for (const space of trivia) {
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

  private checkComment(comment: Token, mode: Mode) {
    const place = span(comment.start - this.frame.start, comment.end - this.frame.start);
    if (!allowsComments(mode)) this.frame.problems.push({ kind: 'comment-inside-rule', span: place });
    else if (comment.end === this.text.length && mode === 'statement')
      this.frame.problems.push({ kind: 'comment-without-newline', span: place });
  }

  private push(token: Token) {
    const { start, pieces } = this.frame;
    pieces.push({ kind: token.kind, start: token.start - start, end: token.end - start });
    this.position = token.end;
  }

  /** Takes the blanks that a mode without space would trip over. */
  takeBlanks() {
    const token = this.scan(this.position, 'list');
    if (token.kind === 'space') this.push(token);
  }

  /** Takes the token when it is of the kind. */
  accept(mode: Mode, kind: TokenKind): Token | undefined {
    return this.peek(mode).kind === kind ? this.take(mode) : undefined;
  }

  /** Takes a plain word when it is one of these. */
  acceptWord(mode: Mode, ...words: readonly string[]): Word | undefined {
    const token = this.peek(mode);
    if (token.kind !== 'word' || !words.includes(this.textOf(token))) return undefined;
    return this.word(this.take(mode));
  }

  textOf(token: Token): string {
    return this.text.slice(token.start, token.end);
  }

  /** A taken token as a word of the statement. */
  word(token: Token): Word {
    return { span: this.relative(token), raw: this.textOf(token) };
  }

  relative(place: Span): Span {
    return span(place.start - this.frame.start, place.end - this.frame.start);
  }

  /** Records a problem at an absolute place. */
  problem(kind: string, place: Span, data?: Problem['data']) {
    this.frame.problems.push({ kind, span: this.relative(place), ...(data && { data }) });
  }

  /** Whether the statement has a problem of this kind already. */
  has(kind: string): boolean {
    return this.frame.problems.some((problem) => problem.kind === kind);
  }

  /** The last token that was taken in this statement, absolute. */
  lastSpan(): Span {
    const { pieces, start } = this.frame;
    for (let i = pieces.length - 1; i >= 0; i--) {
      const piece = pieces[i] as Token | Body;
      if (!('kind' in piece)) return span(this.lastEnd, this.lastEnd);
      if (!isTrivia(piece.kind)) return span(piece.start + start, piece.end + start);
    }
    return span(start, start);
  }

  /** Parses one statement; what it takes meanwhile belongs to it. */
  statement(parse: (finish: <S extends object>(fields: S) => S & Base) => Statement): PlacedStatement {
    const outer = this.frame;
    const frame: Frame = { start: this.position, pieces: [], problems: [], first: -1 };
    this.frame = frame;
    const { farthest } = this;
    this.farthest = this.position;
    const statement = parse((fields) => ({
      ...fields,
      span: span(Math.max(0, frame.first - frame.start), Math.max(this.lastEnd, frame.first) - frame.start),
      length: this.position - frame.start,
      reach: this.farthest - frame.start,
      pieces: frame.pieces,
      problems: frame.problems,
    }));
    this.frame = outer;
    this.farthest = Math.max(farthest, this.farthest);
    return { start: frame.start - outer.start, statement };
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
    this.frame.pieces.push(body);
  }

  /** Takes back the tokens from the absolute offset on; problems that lie there go with them. */
  rewind(offset: number) {
    const { pieces, start } = this.frame;
    while (pieces.length > 0) {
      const last = pieces[pieces.length - 1] as Token | Body;
      if (!('kind' in last) || last.end + start <= offset) break;
      pieces.pop();
    }
    this.frame.problems = this.frame.problems.filter((p) => p.span.start + start < offset);
    this.position = offset;
    this.lastEnd = this.lastSpan().end;
    this.ahead = undefined;
  }

  /** The first token on the line of `offset` that this statement has taken, unless it is the statement's first. */
  firstOnLine(offset: number): Token | undefined {
    const { pieces, start, first } = this.frame;
    const line = start + this.text.slice(start, offset).lastIndexOf('\n') + 1;
    for (const piece of pieces) {
      if (!('kind' in piece) || isTrivia(piece.kind)) continue;
      const at = piece.start + start;
      if (at >= line) return at > first ? { kind: piece.kind, start: at, end: piece.end + start } : undefined;
    }
    return undefined;
  }
}

type Base = {
  readonly span: Span;
  readonly length: number;
  readonly reach: number;
  readonly pieces: readonly (Token | Body)[];
  readonly problems: readonly Problem[];
};
