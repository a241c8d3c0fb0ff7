/** How a file is read into parts, and what a language may know while it does so. */

import type { Context, Target } from '../context';
import type { Files } from '../files';
import type { TextChange } from '../source';
import type { Pause } from '../steps';
import type { Part, Placed } from './part';

/** A file after its one asynchronous step. */
export interface Loaded<P extends Part> {
  readonly parts: readonly Placed<P>[];
  /** URIs that were read or looked for: when one changes, load again. */
  readonly reads: readonly string[];
}

/** The version before, and what changed since: what a language may use to do less. */
export interface Previous<P extends Part> {
  readonly loaded: Loaded<P>;
  readonly text: string;
  readonly change: TextChange;
  /** What else was read is taken to be as it was, so that it need not be read again. */
  readonly othersUnchanged?: boolean;
}

export interface LoadOptions<P extends Part> {
  readonly files: Files;
  /** Folders that AppArmor's `<…>` is resolved in. */
  readonly includeFolders: readonly string[];
  readonly workingFolder?: WorkingFolder;
  readonly context: Context;
  readonly previous?: Previous<P>;
  /** As `Embedded.readBy`. */
  readonly readBy?: Target;
  /** As `Embedded.built`: the text is the result, and no file of its own. */
  readonly built?: boolean;
  /** Called between the pieces of a long text. */
  readonly pause?: Pause;
}

/**
 * The folder that AppArmor's `include "a/b"` counts from: the working directory of the program that loads the profile, never the
 * folder of the file. Where it is not certain, a file that is not there proves nothing.
 */
export interface WorkingFolder {
  readonly uri: string;
  readonly certain: boolean;
}
