/** The paths by which a rule is judged: which of them a glob matches. */

import { sensitivePaths } from '../../../knowledge';
import { headsOf, keptGlobs, matches, plainStart } from '../syntax/glob';

/** Paths of unlike kinds: a pattern that takes them all takes every file. */
export const anywhere: readonly string[] = ['/etc/x', '/usr/x/y', '/home/x/y', '/proc/x'];

let paths: readonly string[] | undefined;

/** In order, so that those with a common start are together. */
function sortedPaths(): readonly string[] {
  paths ??= [...new Set([...anywhere, ...sensitivePaths.flatMap(({ samples }) => samples)])].sort();
  return paths;
}

const none: readonly string[] = [];

const judged = new Map<string, readonly string[]>();

/** Those that a sound glob matches; most match none, as the beginning of the glob tells. */
export function judgedPathsIn(glob: string): readonly string[] {
  if (!startsJudged(plainStart(glob))) return none;
  const known = judged.get(glob);
  if (known) return known;
  if (judged.size > keptGlobs) judged.clear();
  const found = search(glob);
  judged.set(glob, found);
  return found;
}

/** Whether one of the paths starts with a text. */
const startsJudged = (head: string): boolean => sortedPaths()[placeOf(head)]?.startsWith(head) ?? false;

function search(glob: string): readonly string[] {
  let found = none;
  for (const head of headsOf(glob)) {
    const all = sortedPaths();
    for (let i = placeOf(head); i < all.length && all[i]?.startsWith(head); i++) {
      const path = all[i] as string;
      if (!found.includes(path) && matches(glob, path)) found = [...found, path];
    }
  }
  return found;
}

/** The first place in the order whose path is not before the text. */
function placeOf(text: string): number {
  const all = sortedPaths();
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
