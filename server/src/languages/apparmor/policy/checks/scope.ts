/** What is known of the rules of one profile's body, for as long as the values of its variables are the same. */

import { shippedVariables } from '../../../../knowledge';
import type { Environment } from '../environment';
import type { Row } from '../flatten';
import { type Claims, coveredBy, deniedBy } from './claims';
import { conflict, type Execution } from './execution';
import { meaningOf, type Reader } from './meaning';
import { RelationIndex } from './relationIndex';
import { RowMeaning } from './rows';

/** What the rules of one profile's body have in common, and what is known of them. */
export interface BodyScope extends Reader {
  readonly rows: WeakMap<Row, RowMeaning>;
  readonly executions: RelationIndex<Execution>;
  readonly claims: RelationIndex<Claims>;
}

export const emptyScope = (builtIn: ReadonlyMap<string, string>): BodyScope => ({
  reading: { before: undefined },
  builtIn,
  known: new Map([...shippedVariables, ...builtIn]),
  rows: new WeakMap(),
  executions: new RelationIndex([conflict]),
  claims: new RelationIndex([deniedBy, coveredBy]),
});

/** The same body when the values of variables changed: what does not depend on them stays true. */
export function renewed(scope: BodyScope): BodyScope {
  scope.reading.before = undefined;
  return { ...scope, reading: { before: scope.reading } };
}

export function meaningOfRow(row: Row, scope: BodyScope, environment: Environment): RowMeaning {
  const { reading } = scope;
  const known = scope.rows.get(row);
  if (known?.reading === reading) return known;
  const before = known && known.reading === reading.before ? known : undefined;
  const meanings = row.rules.map(({ statement }, i) => {
    const old = before?.meanings[i];
    if (!old?.constant) return meaningOf(statement, scope, environment);
    old.reading = reading;
    return old;
  });
  if (before && meanings.every((meaning, i) => meaning === before.meanings[i])) {
    before.reading = reading;
    return before;
  }
  const made = new RowMeaning(row, reading, meanings);
  scope.rows.set(row, made);
  return made;
}
