/**
 * The tree of an AppArmor file. Lossless: the tokens of all statements, in order, are the file. A statement is parsed
 * from its own text alone and its spans count from its own start, so an edit elsewhere leaves it as it is, with
 * everything that was derived from it.
 */

import type { Token } from './lexer';
import * as lists from './lists';
import type { Statement } from './statements';

export type { Problem, ProblemKind, ProblemOf, UnplacedProblem } from './problem';
export * from './ruleStatements';
export { type Extent, Word } from './statementBase';
export * from './statements';

export type PlacedStatement = lists.PlacedStatementOf<Statement>;
export type Run = lists.RunOf<Statement>;
export type PlacedRun = lists.PlacedRunOf<Statement>;
export type StatementList = lists.StatementListOf<Statement>;
export type Body = lists.BodyOf<Statement>;
export const Body = lists.BodyOf<Statement>;

export class FileTree extends lists.StatementListOf<Statement> {
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
