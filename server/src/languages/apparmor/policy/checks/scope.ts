/** What stays of the body of one profile from one version of the file to the next: which of its rules have to do with each other. */

import { type Claims, coveredBy, deniedBy } from './claims';
import { conflict, type Execution } from './execution';
import { RelationIndex } from './relationIndex';

export interface BodyScope {
  readonly executions: RelationIndex<Execution>;
  readonly claims: RelationIndex<Claims>;
}

export const emptyScope = (): BodyScope => ({
  executions: new RelationIndex([conflict]),
  claims: new RelationIndex([deniedBy, coveredBy]),
});
