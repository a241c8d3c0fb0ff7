/**
 * The one walk through the body of a profile: its statements in order, with what includes add, and with what blocks and
 * branches contain. Everything that asks which rules a profile ends up with reads what comes out of it.
 */

import { memo, shift } from '../../../core';
import type {
  Conditional,
  Include,
  PlacedStatement,
  Qualifiers,
  RuleMode,
  RuleStatement,
  Run,
  Statement,
  StatementList,
} from '../syntax/tree';
import { evaluate } from './condition';
import type { Environment } from './environment';
import type { LoadedFile } from './loadedFile';
import type { Item, StatementOrigin } from './origin';

interface PlacedRule {
  readonly start: number;
  readonly statement: RuleStatement;
}

/** Rules with nothing else between them, all of one run and the same object as long as it is; starts count from the run's. */
export interface Row {
  readonly rules: readonly PlacedRule[];
  /** What the checks know of it: in a map of all rows it would cost the garbage collector a walk each time. */
  memo: unknown;
}

export type Owner = 'owner' | 'other';

/** What the blocks around a statement say of it. */
export interface Around {
  readonly mode?: RuleMode;
  readonly owners: readonly Owner[];
  readonly audit: boolean;
}

interface Surroundings {
  /** Absent outside of blocks. */
  readonly around?: Around;
  /** False in a branch that is not taken. */
  readonly alive: boolean;
  /** The include that brought the statement; the chain of them leads to one of the file where the walk began. */
  readonly include?: PlacedInclude;
}

export interface PlacedRow extends StatementOrigin, Surroundings {
  readonly row: Row;
}

export interface PlacedInclude extends Item<Include>, Surroundings {}

export type PlacedOther = Item<Exclude<Statement, RuleStatement>> & Surroundings;

export type Piece = PlacedOther | PlacedRow;

export const isRow = (piece: Piece): piece is PlacedRow => 'row' in piece;

export const isInclude = (piece: PlacedOther): piece is PlacedInclude => piece.statement.kind === 'include';

const maximumDepth = 40;

/**
 * The pieces of the body of a profile, or of a whole file, up to the bodies of the profiles in it. As upstream, a file counts once for each
 * profile, wherever it is included, be it in a branch that is not taken. Without an environment no branch is taken.
 * `origin` says where the list is: `start` is what its starts count from.
 */
export function flatten(origin: StatementOrigin, list: StatementList, environment?: Environment): readonly Piece[] {
  const flattening = new Flattening(environment);
  flattening.add(list, origin, { alive: true }, 0);
  return flattening.pieces;
}

class Flattening {
  readonly pieces: Piece[] = [];
  private readonly included = new Set<LoadedFile>();

  constructor(private readonly environment: Environment | undefined) {}

  add({ runs }: StatementList, { start: base, file, site }: StatementOrigin, surroundings: Surroundings, depth: number) {
    const common = { file, ...(site && { site }), ...surroundings };
    for (const placed of runs) {
      const start = base + placed.start;
      for (const piece of piecesOf(placed.run)) {
        if ('rules' in piece) this.pieces.push({ ...common, row: piece, start });
        else {
          const item = { ...common, statement: piece.statement, start: start + piece.start };
          this.pieces.push(item);
          this.enter(item, surroundings, depth);
        }
      }
    }
  }

  private enter(item: PlacedOther, surroundings: Surroundings, depth: number) {
    const { statement } = item;
    if (isInclude(item)) {
      if (depth < maximumDepth) this.include(item, surroundings, depth);
      return;
    }
    switch (statement.kind) {
      case 'block':
        this.add(statement.body, item, { ...surroundings, around: within(surroundings.around, statement.qualifiers) }, depth);
        break;
      case 'if': {
        const taken = surroundings.alive ? takenBranch(statement, this.environment) : undefined;
        for (const branch of statement.branches)
          if (branch.body) this.add(branch.body, item, { ...surroundings, alive: branch === taken }, depth);
        break;
      }
      default:
    }
  }

  private include(include: PlacedInclude, surroundings: Surroundings, depth: number) {
    const { statement, start } = include;
    const resolution = include.file.includes.get(statement);
    if (resolution?.state !== 'found') return;
    const site = include.site ?? shift(statement.file?.span ?? statement.span, start);
    for (const file of resolution.files) {
      if (this.included.has(file)) continue;
      this.included.add(file);
      this.add(file.tree, { start: 0, file, site }, { ...surroundings, include }, depth + 1);
    }
  }
}

function within(around: Around | undefined, { mode, owner, audit }: Qualifiers): Around {
  const owners = around?.owners ?? [];
  const inner = mode?.value ?? around?.mode;
  return {
    owners: owner ? [...owners, owner.value] : owners,
    audit: audit !== undefined || around?.audit === true,
    ...(inner && { mode: inner }),
  };
}

/** The first branch whose condition is true; none where a condition before it is not known. */
function takenBranch({ branches }: Conditional, environment: Environment | undefined): Conditional['branches'][number] | undefined {
  if (!environment) return undefined;
  const first = branches.find(({ test }) => !test || evaluate(test, environment).value !== false);
  return first && (!first.test || evaluate(first.test, environment).value) ? first : undefined;
}

interface PlacedNoRule {
  readonly start: number;
  readonly statement: Exclude<Statement, RuleStatement>;
}

type RunPiece = Row | PlacedNoRule;

const isRule = (placed: PlacedRule | PlacedNoRule): placed is PlacedRule => placed.statement.kind === 'rule';

const piecesOf = memo((run: Run): readonly RunPiece[] => divide(run.statements));

function divide(statements: readonly PlacedStatement[]): readonly RunPiece[] {
  const pieces: RunPiece[] = [];
  let row: PlacedRule[] = [];
  for (const placed of statements as readonly (PlacedRule | PlacedNoRule)[]) {
    if (!isRule(placed)) {
      row = [];
      pieces.push(placed);
      continue;
    }
    if (row.length === 0) pieces.push({ rules: row, memo: undefined });
    row.push(placed);
  }
  return pieces;
}

/** One rule of a row, with its place. */
export function ruleAt({ row, start, file, site }: PlacedRow, index: number): Item<RuleStatement> {
  const { start: own, statement } = row.rules[index] as Row['rules'][number];
  return site ? { statement, start: start + own, file, site } : { statement, start: start + own, file };
}
