/**
 * The tree of an AppArmor file. Lossless: the tokens of all statements, in order, are the file. A statement is parsed
 * from its own text alone and its spans count from its own start, so an edit elsewhere leaves it as it is, with
 * everything that was derived from it.
 */

import type { Span } from '../../../core';
import type { Token } from './lexer';
import type { Statement } from './statements';

export * from './ruleStatements';
export { type Extent, type Problem, type ProblemData, Word } from './statementBase';
export * from './statements';

/** A statement and where it starts, counted from the start of what holds it (the file or another statement). */
export interface PlacedStatement {
  readonly start: number;
  readonly statement: Statement;
}

/**
 * A few hundred neighbouring statements at most; their starts count from the first. An edit makes only the runs anew that
 * it touches, so what is known run by run is known after it too, however long the list of statements is.
 */
export interface Run {
  readonly statements: readonly PlacedStatement[];
  readonly length: number;
  /** As of a statement: how far behind its start the parser looked. */
  readonly reach: number;
}

/** A run and where it starts, counted from the start of what holds it. */
export interface PlacedRun {
  readonly start: number;
  readonly run: Run;
}

export class StatementList {
  private flat?: readonly PlacedStatement[];

  constructor(readonly runs: readonly PlacedRun[]) {}

  /** All of them one by one; made when asked for, at the cost of the whole list. */
  get statements(): readonly PlacedStatement[] {
    this.flat ??= this.runs.flatMap(({ start: base, run }) =>
      base === 0 ? run.statements : run.statements.map(({ start, statement }) => ({ start: base + start, statement })),
    );
    return this.flat;
  }
}

/** The statements between the braces of a profile, a rule block or a branch. */
export class Body extends StatementList {
  constructor(
    runs: readonly PlacedRun[],
    readonly open: Span,
    /** Absent where the closing brace is missing. */
    readonly close?: Span,
  ) {
    super(runs);
  }
}

export class FileTree extends StatementList {
  constructor(
    readonly text: string,
    runs: readonly PlacedRun[],
  ) {
    super(runs);
  }
}

export const isBody = (piece: Token | Body): piece is Body => piece instanceof Body;

/** Every statement with its absolute start, outermost first, in the order of the text. */
export function* walk(
  placed: readonly PlacedStatement[],
  base = 0,
  parents: readonly Statement[] = [],
): Generator<{ readonly start: number; readonly statement: Statement; readonly parents: readonly Statement[] }> {
  for (const { start, statement } of placed) {
    yield { start: base + start, statement, parents };
    for (const body of statement.bodies) yield* walk(body.statements, base + start, [...parents, statement]);
  }
}

/** The tokens of the file in order, with absolute offsets. */
export function* tokensOf(placed: readonly PlacedStatement[], base = 0): Generator<Token> {
  for (const { start, statement } of placed) {
    for (const piece of statement.pieces) {
      if (isBody(piece)) yield* tokensOf(piece.statements, base + start);
      else yield { kind: piece.kind, start: base + start + piece.start, end: base + start + piece.end };
    }
  }
}
