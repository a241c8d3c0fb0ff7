/** Lists of statements, whatever statements there are. */

import type { Span } from '../../../core';

/** A statement and where it starts, counted from the start of what contains it (the file or another statement). */
export interface PlacedStatementOf<S> {
  readonly start: number;
  readonly statement: S;
}

/**
 * A few hundred neighbouring statements at most; their starts count from the first. An edit makes only the runs anew that
 * it touches, so what is known run by run is known after it too, however long the list of statements is.
 */
export interface RunOf<S> {
  readonly statements: readonly PlacedStatementOf<S>[];
  readonly length: number;
  /** As of a statement: how far after its start the parser looked. */
  readonly reach: number;
}

/** A run and where it starts, counted from the start of what contains it. */
export interface PlacedRunOf<S> {
  readonly start: number;
  readonly run: RunOf<S>;
}

export class StatementListOf<S> {
  private flat?: readonly PlacedStatementOf<S>[];

  constructor(readonly runs: readonly PlacedRunOf<S>[]) {}

  /** All of them one by one; made when asked for, at the cost of the whole list. */
  get statements(): readonly PlacedStatementOf<S>[] {
    this.flat ??= this.runs.flatMap(({ start: base, run }) =>
      base === 0 ? run.statements : run.statements.map(({ start, statement }) => ({ start: base + start, statement })),
    );
    return this.flat;
  }
}

/** The statements between the braces of a profile, a rule block or a branch. */
export class BodyOf<S> extends StatementListOf<S> {
  constructor(
    runs: readonly PlacedRunOf<S>[],
    readonly open: Span,
    /** Absent where the closing brace is missing. */
    readonly close?: Span,
  ) {
    super(runs);
  }
}
