/** The policy as upstream's parser sees it: every statement in order, with what includes bring in their place. */

import type { Span } from '../../core';
import { shift } from '../../core';
import type { LoadedFile } from './includes';
import type { PlacedStatement, Statement } from './tree';

/** A statement in the file that is open, or in one that it includes. */
export interface Item {
  readonly statement: Statement;
  /** Absolute start in its own file. */
  readonly start: number;
  readonly file: LoadedFile;
  /** For what an include brought: the place of that include in the open file. */
  readonly site?: Span;
}

const maximumDepth = 40;

/**
 * The statements of a block with includes followed. As upstream, a file counts once for each block; `seen` is that
 * block's memory.
 */
export function flatten(
  file: LoadedFile,
  placed: readonly PlacedStatement[],
  base: number,
  site?: Span,
  seen: Set<LoadedFile> = new Set(),
  depth = 0,
): readonly Item[] {
  const items: Item[] = [];
  add(items, file, placed, base, site, seen, depth);
  return items;
}

function add(
  items: Item[],
  file: LoadedFile,
  placed: readonly PlacedStatement[],
  base: number,
  site: Span | undefined,
  seen: Set<LoadedFile>,
  depth: number,
) {
  for (const { start, statement } of placed) {
    const at = base + start;
    items.push(site ? { statement, start: at, file, site } : { statement, start: at, file });
    if (statement.kind !== 'include' || depth >= maximumDepth) continue;
    const resolution = file.includes.get(statement);
    if (resolution?.state !== 'found') continue;
    const where = site ?? shift(statement.file?.span ?? statement.span, at);
    for (const included of resolution.files) {
      if (seen.has(included)) continue;
      seen.add(included);
      add(items, included, included.tree.statements, 0, where, seen, depth + 1);
    }
  }
}

/** Where in the open file something of this item is to be shown. */
export const placeOf = (item: Item, span: Span): Span => item.site ?? shift(span, item.start);
