import { memoLast } from '../../../core';
/** What is looked for in every statement of a file, kept run by run: after an edit only the runs that contain it are read again. */

import type { Run, Statement, StatementList } from './tree';

export interface Gathered<T> {
  /** Where the statement starts, counted from the start of the list's text. */
  readonly start: number;
  /** Its places count from the statement. */
  readonly found: T;
}

interface GatheredText {
  readonly text: string;
  /** Absolute. */
  readonly start: number;
}

/** What is found must follow from the statement, its text and `around` alone: what the statements outside of it make of it. */
type Collect<T, Around> = (statement: Statement, source: GatheredText, around: Around) => Iterable<T>;

/** Everything in a list of statements, outermost first in the order of the text. */
export type Gather<T, Around> = (list: StatementList, text: string, around: Around) => readonly Gathered<T>[];

export function gatherer<T, Around>(
  collect: Collect<T, Around>,
  within: (statement: Statement, around: Around) => Around = (_, around) => around,
): Gather<T, Around> {
  const inRun = memoLast(gatherRun, (around) => [around]);

  function gatherRun(run: Run, around: Around, text: string, base: number): readonly Gathered<T>[] {
    const found: Gathered<T>[] = [];
    for (const { start, statement } of run.statements) {
      for (const one of collect(statement, { text, start: base + start }, around)) found.push({ start, found: one });
      for (const body of statement.bodies) add(found, body, start, text, base, within(statement, around));
    }
    return found;
  }

  /** `by` counts from `base`, which is absolute. */
  function add(into: Gathered<T>[], { runs }: StatementList, by: number, text: string, base: number, around: Around) {
    for (const placed of runs) {
      const from = by + placed.start;
      for (const { start, found } of inRun(placed.run, around, text, base + from)) into.push({ start: from + start, found });
    }
  }

  return (list, text, around) => {
    const all: Gathered<T>[] = [];
    add(all, list, 0, text, 0, around);
    return all;
  };
}
