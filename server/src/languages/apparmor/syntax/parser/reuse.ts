/**
 * What of the tree before an edit can stay. The parser asks at the place where a statement starts; how a statement is
 * read depends on the text from there on and on its depth alone, so one that starts at the same place of unchanged
 * text, and for which nothing of the changed text was looked at, is what the parser would make again.
 */

import type { TextChange } from '../../../../core';
import type { FileTree, PlacedRun, PlacedStatement, Run, Statement, StatementList } from '../tree';

/** Statements that can stay: a whole run, or a part of one. */
export interface Kept {
  readonly run?: Run;
  readonly statements: readonly PlacedStatement[];
  /** What the starts of the statements count from, in the new text. */
  readonly base: number;
}

export interface Reuse {
  /** The statements of `depth` that can stay, from the offset of the new text on and no farther than to the end of their run. */
  at(offset: number, depth: number): Kept | undefined;
}

/** Lookaheads by pattern go no farther than this after a token. */
const patternReach = 500;

export function reuseOf(before: FileTree, change: TextChange): Reuse {
  const shift = change.newEnd - change.oldEnd;
  // Tokens look on to the end of their line at most, so whole lines before the change are out of their sight.
  const seen = change.start < patternReach ? -1 : before.text.lastIndexOf('\n', change.start - patternReach);
  return {
    at(offset, depth) {
      const late = offset >= change.newEnd;
      if (!late && offset >= seen) return undefined;
      const place = find(before, 0, late ? offset - shift : offset, 0);
      if (!place) return undefined;
      const { run, index, base } = place;
      const { statements } = run;
      const newBase = late ? base + shift : base;
      const fits = ({ start, statement }: PlacedStatement) =>
        place.depth === depth || isSameAnywhere(statement, depth, before.text, base + start);
      const stays = (one: PlacedStatement) =>
        one.statement.kind !== 'rest' && (late || base + one.start + one.statement.reach < seen) && fits(one);
      const whole = late || base + run.reach < seen;
      const ends = statements[statements.length - 1]?.statement.kind === 'rest';
      if (index === 0 && whole && !ends && (place.depth === depth || statements.every(fits))) return { run, statements, base: newBase };
      let end = index;
      while (end < statements.length && stays(statements[end] as PlacedStatement)) end++;
      return end > index ? { statements: statements.slice(index, end), base: newBase } : undefined;
    },
  };
}

/** Whether a statement is read in the same way at any depth, as when a brace before it is gone: it has no blocks and can start none. */
function isSameAnywhere(statement: Statement, depth: number, text: string, start: number): boolean {
  if (statement.kind !== 'rule') return /^(?:include|abi|alias|set-variable|boolean-variable)$/.test(statement.kind);
  if (depth > 0 || statement.verb !== 'file' || !statement.path) return true;
  // Outside of profiles a path alone on its line may be the header of one.
  return !/^[ \t]*(?:#|\r?\n|$)/.test(text.slice(start + statement.path.end, start + statement.path.end + 100));
}

interface Found {
  readonly run: Run;
  readonly index: number;
  /** Absolute start of the run. */
  readonly base: number;
  readonly depth: number;
}

/** The statement that starts exactly at an offset; a block starts after the statement that has it, so there is but one. */
function find({ runs }: StatementList, base: number, offset: number, depth: number): Found | undefined {
  const placed: PlacedRun | undefined = runs[lastBefore(runs, offset - base)];
  if (!placed) return undefined;
  const { run } = placed;
  const runStart = base + placed.start;
  const index = lastBefore(run.statements, offset - runStart);
  const { start, statement } = run.statements[index] as PlacedStatement;
  if (runStart + start === offset) return { run, index, base: runStart, depth };
  for (const body of statement.bodies) {
    const found = find(body, runStart + start, offset, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** The index of the last element that starts at an offset or before it. */
function lastBefore(placed: readonly { readonly start: number }[], offset: number): number {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((placed[middle] as { readonly start: number }).start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
