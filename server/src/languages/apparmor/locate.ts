/** What stands at an offset of the file. */

import type { FileTree, PlacedStatement, Statement } from './tree';

export interface Located {
  readonly statement: Statement;
  /** Absolute. */
  readonly start: number;
  readonly parents: readonly { readonly statement: Statement; readonly start: number }[];
}

/** The innermost statement that holds the offset; the one before where the offset is between two. */
export function statementAt(tree: FileTree, offset: number): Located | undefined {
  let found: Located | undefined;
  let placed: readonly PlacedStatement[] = tree.statements;
  let base = 0;
  for (;;) {
    const at = lastBefore(placed, offset - base);
    if (!at) return found;
    const start = base + at.start;
    found = {
      statement: at.statement,
      start,
      parents: found ? [...found.parents, { statement: found.statement, start: found.start }] : [],
    };
    const body = at.statement.bodies.find((one) => one.open.end + start <= offset && (!one.close || offset <= one.close.start + start));
    if (!body || body.statements.length === 0) return found;
    placed = body.statements;
    base = start;
  }
}

function lastBefore(placed: readonly PlacedStatement[], offset: number): PlacedStatement | undefined {
  let low = 0;
  let high = placed.length - 1;
  let found: PlacedStatement | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = placed[middle] as PlacedStatement;
    if (one.start <= offset) {
      found = one;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}
