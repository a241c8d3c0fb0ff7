/** A file that is typed from its first key to its last, and everyday edits of it. */

import type { Key } from '../plainEditor';

export interface TypedFile {
  readonly name: string;
  readonly path: string;
  readonly languageId: string;
  readonly text: string;
  readonly edits: readonly TypedEdit[];
}

export interface TypedEdit {
  readonly title: string;
  /** The keys are typed after the last sign of this text. */
  readonly after: string;
  /** Text, and names of keys. */
  readonly keys: readonly (Key | readonly [Key])[];
  /** What `after` and what follows it up to `before` have become. */
  readonly becomes: string;
  /** The text after the edit, which has not changed. */
  readonly before: string;
}

/** The key that ends a line. */
export const enter = ['Enter'] as const;
