/**
 * What stays from one version of a file to the next, so that checking an edit costs what the edit changed. All of it
 * follows from statements that are still the same objects; without it the findings are the same and only later.
 */

import type { BodyScope } from './scope';

export interface Memory {
  /** By the profile's name and attachment. */
  scopes: ReadonlyMap<string, BodyScope>;
  /** Those of the version before: a key typed in the head of a profile takes it away, and the next one restores it. */
  before: ReadonlyMap<string, BodyScope>;
}

export const emptyMemory = (): Memory => ({ scopes: new Map(), before: new Map() });
