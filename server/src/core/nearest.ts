const longestWord = 1000;

/** How often candidates were searched, for tests: the work must follow the change. */
export const nearestWork = { searches: 0 };

/** Did you mean: the candidate closest to a word, when it is close enough to be a slip. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  // Nothing that is looked for is as long; a line of a whole file is no slip of anything.
  if (word.length > longestWord) return undefined;
  nearestWork.searches++;
  const wanted = word.toLowerCase();
  // One slip in short words, up to a third of longer ones: beyond that a suggestion misleads more often than it helps.
  let limit = wanted.length <= 3 ? 1 : Math.max(2, Math.floor(wanted.length / 3));
  let best: string | undefined;
  const letters = lettersOf(wanted);
  for (const candidate of candidates) {
    if (surelyFar(letters, candidate.toLowerCase(), limit)) continue;
    const distance = editDistance(wanted, candidate.toLowerCase(), limit);
    if (distance <= limit && (best === undefined || distance < limit)) {
      best = candidate;
      limit = distance;
      if (distance === 0) break;
    }
  }
  return best;
}

/** A set of characters as bits, characters with the same rest sharing one. */
function lettersOf(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) % 32);
  return letters;
}

/** Each step of a distance adds or takes at most one letter from each side, so words of other letters needn't be compared. */
function surelyFar(letters: number, candidate: string, limit: number): boolean {
  let differing = letters ^ lettersOf(candidate);
  let count = 0;
  for (; differing !== 0; differing &= differing - 1) count++;
  return count > 2 * limit;
}

/**
 * Optimal string alignment distance (a swap of neighbours is one step); `limit + 1` where it is above `limit`. Only cells that
 * lie within `limit` of the diagonal are made: the others cannot be below it.
 */
export function editDistance(a: string, b: string, limit = Number.POSITIVE_INFINITY): number {
  const far = limit + 1;
  if (Math.abs(a.length - b.length) > limit) return far;
  const band = Math.min(limit, Math.max(a.length, b.length));
  let before: number[] = [];
  let previous: number[] = [];
  let current: number[] = [];
  for (let j = 0; j <= b.length; j++) previous.push(j <= band ? j : far);
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - band);
    const to = Math.min(b.length, i + band);
    let least = from === 1 ? i : far;
    current[from - 1] = least;
    for (let j = from; j <= to; j++) {
      const step = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((previous[j] as number) + 1, (current[j - 1] as number) + 1, (previous[j - 1] as number) + step);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1);
      current[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit) return far;
    if (to < b.length) current[to + 1] = far;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(previous[b.length] as number, far);
}
