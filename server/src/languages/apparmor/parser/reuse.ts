/**
 * What of the tree before an edit can stay. The parser asks at the place where a statement starts; how a statement is
 * read depends on the text from there on and on its depth alone, so one that starts at the same place of unchanged
 * text, and for which nothing of the changed text was looked at, is what the parser would make again.
 */

import type { TextChange } from '../../../core';
import { bodiesOf, type FileTree, type PlacedStatement } from '../tree';

/** Statements in a row, with what their starts count from in the new text. */
export interface Run {
  readonly statements: readonly PlacedStatement[];
  readonly base: number;
}

export interface Reuse {
  /** The statements of `depth` that can stay, from the offset of the new text on. */
  at(offset: number, depth: number): Run | undefined;
}

/** Lookaheads by pattern go no farther than this behind a token. */
const patternReach = 500;

export function reuseOf(before: FileTree, change: TextChange): Reuse {
  const shift = change.newEnd - change.oldEnd;
  // Tokens look on to the end of their line at most, so whole lines before the change are out of their sight.
  const seen = change.start < patternReach ? -1 : before.text.lastIndexOf('\n', change.start - patternReach);
  return {
    at(offset, depth) {
      const late = offset >= change.newEnd;
      if (!late && offset >= seen) return undefined;
      const place = find(before.statements, 0, late ? offset - shift : offset, depth);
      if (!place) return undefined;
      const { siblings, index, base } = place;
      let end = index;
      while (end < siblings.length) {
        const { start, statement } = siblings[end] as PlacedStatement;
        if (statement.kind === 'rest' || (!late && base + start + statement.reach >= seen)) break;
        end++;
      }
      return end > index ? { statements: siblings.slice(index, end), base: late ? base + shift : base } : undefined;
    },
  };
}

interface Found {
  readonly siblings: readonly PlacedStatement[];
  readonly index: number;
  readonly base: number;
}

/** The statement of a depth that starts exactly at an offset. */
function find(siblings: readonly PlacedStatement[], base: number, offset: number, depth: number): Found | undefined {
  const index = lastBefore(siblings, offset - base);
  const placed = siblings[index];
  if (!placed) return undefined;
  const start = base + placed.start;
  if (depth === 0) return start === offset ? { siblings, index, base } : undefined;
  for (const body of bodiesOf(placed.statement)) {
    const found = find(body.statements, start, offset, depth - 1);
    if (found) return found;
  }
  return undefined;
}

/** The index of the last statement that starts at an offset or before it. */
function lastBefore(siblings: readonly PlacedStatement[], offset: number): number {
  let low = 0;
  let high = siblings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((siblings[middle] as PlacedStatement).start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
