/** Whether the words of rules match a text. */

import { globError, matches, squeezeSlashes } from '../syntax/glob';
import type { Word } from '../syntax/tree';

/** Whether a word, as a glob with its variables filled in, matches a text. */
export type Fits = (word: Word, text: string) => boolean;

export const fitsWith =
  (fill: (raw: string) => string | undefined): Fits =>
  (word, text) => {
    const glob = fill(word.raw);
    if (glob === undefined || globError(glob)) return false;
    // Between the names of profiles two slashes mean something.
    return matches(text.includes('//') ? glob : squeezeSlashes(glob), text);
  };
