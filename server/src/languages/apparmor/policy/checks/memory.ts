/**
 * What stays from one version of a file to the next, so that checking an edit costs what the edit changed. All of it
 * follows from statements that are still the same objects; without it the findings are the same and only later.
 */

import type { SetVariable } from '../../syntax/tree';
import type { BodyScope } from './scope';

export interface Memory {
  /** The definitions that the meanings were read with, and whether more could exist out of sight. */
  definitions: readonly SetVariable[];
  open: boolean;
  /** By the profile's name and attachment. */
  scopes: ReadonlyMap<string, BodyScope>;
}

export const emptyMemory = (): Memory => ({ definitions: [], open: false, scopes: new Map() });

export const remembers = (memory: Memory, definitions: readonly SetVariable[], open: boolean): boolean =>
  memory.open === open &&
  memory.definitions.length === definitions.length &&
  memory.definitions.every((statement, i) => saysSame(statement, definitions[i] as SetVariable));

/** An edit near the top makes the preamble anew, with the same words. */
const saysSame = (one: SetVariable, other: SetVariable): boolean =>
  one === other ||
  (one.name.raw === other.name.raw &&
    one.operator === other.operator &&
    one.values.length === other.values.length &&
    one.values.every(({ raw }, i) => raw === other.values[i]?.raw));
