/** The variables that words and conditions are read with. */

import type { Word } from '../syntax/tree';
import type { Item } from './origin';

export interface VariableValue {
  /** With escapes resolved. */
  readonly text: string;
  readonly word: Word;
  readonly item: Item;
}

export interface Variable {
  readonly name: string;
  readonly values: readonly VariableValue[];
  /** The statements that define or extend it, in order. */
  readonly definitions: readonly Item[];
}

export interface Environment {
  readonly sets: ReadonlyMap<string, Variable>;
  readonly booleans: ReadonlyMap<string, boolean | undefined>;
  /** Something that could define more is out of reach, or this is a fragment: undefined variables prove nothing. */
  readonly open: boolean;
}
