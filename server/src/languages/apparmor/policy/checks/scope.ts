/** What stays of the body of one profile from one version of the file to the next: which of its rules have to do with each other. */

import type { Row } from '../flatten';
import { type Claims, coveredBy, deniedBy } from './claims';
import { conflict, type Execution } from './execution';
import { RelationIndex } from './relationIndex';
import type { RowMeaning } from './rows';

export interface BodyScope {
  readonly executions: RelationIndex<Execution>;
  readonly claims: RelationIndex<Claims>;
  /** What the rows of the last version mean here: those that many profiles share mean something else in each that they name. */
  meanings: ReadonlyMap<Row, RowMeaning>;
}

export const emptyScope = (): BodyScope => ({
  executions: new RelationIndex([conflict]),
  claims: new RelationIndex([deniedBy, coveredBy]),
  meanings: new Map(),
});
