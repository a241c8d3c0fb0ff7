/** Words of rules against texts that may be patterns themselves: whether they match all of what a text does, or some of it. */

import { covers, globError, matches, overlap, squeezeSlashes } from '../syntax/glob';
import type { Fits } from './fits';

export const isPattern = (text: string): boolean => /[*?[{]/.test(text) && !globError(text);

/** What a file rule without a path is about. */
export const anyFile = '/{**,}';

/** Stands for the name of the profile itself, so that profiles of different names compare. */
export const selfName = 'SELF';

export interface PatternFits {
  readonly fits: Fits;
  readonly touches: Fits;
}

export function patternFits(fill: (raw: string) => string | undefined, self?: string): PatternFits {
  const compared =
    (compare: (glob: string, text: string) => boolean): Fits =>
    (word, text) => {
      const filled = fill(word.raw);
      if (filled === text) return true;
      if (filled === undefined || globError(filled)) return false;
      // Between the names of profiles two slashes mean something.
      const glob = text.includes('//') ? filled : squeezeSlashes(filled);
      if (text === selfName && self !== undefined) return matches(glob, self) || glob === self;
      return isPattern(text) ? compare(glob, text) : matches(glob, text);
    };
  return { fits: compared((glob, text) => covers([glob], text)), touches: compared(overlap) };
}
