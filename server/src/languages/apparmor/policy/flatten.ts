/** The policy as upstream's parser sees it: every statement in order, with what includes bring in their place. */

import type { Span } from '../../../core';
import { shift } from '../../../core';
import type { PlacedStatement, Rule, Run, Statement, StatementList } from '../syntax/tree';
import type { LoadedFile } from './loadedFile';

/** Where something stands: in the file that is open, or in one that it includes. */
export interface Place {
  /** Absolute start in its own file. */
  readonly start: number;
  readonly file: LoadedFile;
  /** For what an include brought: the place of that include in the open file. */
  readonly site?: Span;
}

export interface Item<S extends Statement = Statement> extends Place {
  readonly statement: S;
}

/** Rules with nothing else between them, all of one run and the same object as long as it is; starts count from the run's. */
export interface Row {
  readonly rules: readonly { readonly start: number; readonly statement: Rule }[];
}

export interface PlacedRow extends Place {
  readonly row: Row;
}

export type Piece = Item<Exclude<Statement, Rule>> | PlacedRow;

export const isRow = (piece: Piece): piece is PlacedRow => 'row' in piece;

const maximumDepth = 40;

/**
 * The statements of a block with includes followed. As upstream, a file counts once for each block; `seen` is that
 * block's memory. `base` is absolute.
 */
export function flatten(file: LoadedFile, list: StatementList, base: number, site?: Span): readonly Piece[] {
  const pieces: Piece[] = [];
  add(pieces, file, list, base, site, new Set(), 0);
  return pieces;
}

function add(
  pieces: Piece[],
  file: LoadedFile,
  { runs }: StatementList,
  base: number,
  site: Span | undefined,
  seen: Set<LoadedFile>,
  depth: number,
) {
  for (const placed of runs) {
    const start = base + placed.start;
    for (const piece of piecesOf(placed.run)) {
      if ('rules' in piece) {
        pieces.push(site ? { row: piece, start, file, site } : { row: piece, start, file });
        continue;
      }
      const { statement } = piece;
      const at = start + piece.start;
      pieces.push(site ? { statement, start: at, file, site } : { statement, start: at, file });
      if (statement.kind !== 'include' || depth >= maximumDepth) continue;
      const resolution = file.includes.get(statement);
      if (resolution?.state !== 'found') continue;
      const where = site ?? shift(statement.file?.span ?? statement.span, at);
      for (const included of resolution.files) {
        if (seen.has(included)) continue;
        seen.add(included);
        add(pieces, included, included.tree, 0, where, seen, depth + 1);
      }
    }
  }
}

type RunPiece = Row | { readonly start: number; readonly statement: Exclude<Statement, Rule> };

const known = new WeakMap<Run, readonly RunPiece[]>();

function piecesOf(run: Run): readonly RunPiece[] {
  let pieces = known.get(run);
  if (!pieces) {
    pieces = divide(run.statements);
    known.set(run, pieces);
  }
  return pieces;
}

function divide(statements: readonly PlacedStatement[]): readonly RunPiece[] {
  const pieces: RunPiece[] = [];
  let row: { start: number; statement: Rule }[] = [];
  for (const { start, statement } of statements) {
    if (statement.kind !== 'rule') {
      row = [];
      pieces.push({ start, statement });
      continue;
    }
    if (row.length === 0) pieces.push({ rules: row });
    row.push({ start, statement });
  }
  return pieces;
}

/** One rule of a row, where it stands. */
export function ruleAt({ row, start, file, site }: PlacedRow, index: number): Item<Rule> {
  const { start: own, statement } = row.rules[index] as Row['rules'][number];
  return site ? { statement, start: start + own, file, site } : { statement, start: start + own, file };
}

/** Where in the open file something of this item is to be shown. */
export const placeOf = (item: Item, span: Span): Span => item.site ?? shift(span, item.start);
