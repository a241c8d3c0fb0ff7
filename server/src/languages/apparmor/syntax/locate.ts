/** What is at an offset of the file. */

import type { FileTree, PlacedStatement, Statement, StatementList } from './tree';

export interface LocatedStatement {
  readonly statement: Statement;
  /** Absolute. */
  readonly start: number;
  readonly parents: readonly { readonly statement: Statement; readonly start: number }[];
}

/** The innermost statement that contains the offset; the one before where the offset is between two. */
export function statementAt(tree: FileTree, offset: number): LocatedStatement | undefined {
  let found: LocatedStatement | undefined;
  let list: StatementList = tree;
  let base = 0;
  for (;;) {
    const at = lastIn(list, offset - base);
    if (!at) return found;
    const start = base + at.start;
    found = {
      statement: at.statement,
      start,
      parents: found ? [...found.parents, { statement: found.statement, start: found.start }] : [],
    };
    const body = at.statement.bodies.find((one) => one.open.end + start <= offset && (!one.close || offset <= one.close.start + start));
    if (!body || body.runs.length === 0) return found;
    list = body;
    base = start;
  }
}

/** The last statement of a list that starts at an offset or before it. */
function lastIn({ runs }: StatementList, offset: number): PlacedStatement | undefined {
  const placed = lastBefore(runs, offset);
  const found = placed && lastBefore(placed.run.statements, offset - placed.start);
  return found && { start: placed.start + found.start, statement: found.statement };
}

function lastBefore<T extends { readonly start: number }>(placed: readonly T[], offset: number): T | undefined {
  let low = 0;
  let high = placed.length - 1;
  let found: T | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = placed[middle] as T;
    if (one.start <= offset) {
      found = one;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}
