/** A comment that still says what an edit has changed. */
export interface StaleComment {
  /** In the text after the edit, from 0. */
  readonly line: number;
  readonly text: string;
}

const comment = /(?:^|\s)(?:#|\/\/)\s*(.*\S)/;

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[a-z0-9][\w./-]*[a-z0-9]|\d/g) ?? []);

/** Words that say nothing of a value. */
const common = new Set(
  'a an and are as at be by can do for from has have in is it its must no not of on or so that the this to we with'.split(' '),
);

/**
 * Comments on a changed line, or on the lines right above it, with a word that the edit took out of that place. `# needs SYS_ADMIN` above a list without it is
 * one; a comment that the edit itself writes, or that names nothing of what was removed, is not.
 */
export function staleComments(before: string, after: string): readonly StaleComment[] {
  const old = before.split('\n');
  const now = after.split('\n');
  const found: StaleComment[] = [];
  for (const { from, to, oldFrom, oldTo } of changedRuns(old, now)) {
    const left = wordsIn(codeOf(now.slice(from, to)));
    const gone = new Set([...wordsIn(codeOf(old.slice(oldFrom, oldTo)))].filter((word) => !left.has(word) && !common.has(word)));
    if (gone.size === 0) continue;
    const lines = now.slice(from, to).map((_, i) => from + i);
    for (let line = from - 1; line >= 0 && /^\s*(?:#|\/\/)/.test(now[line] ?? ''); line--) lines.unshift(line);
    for (const line of lines) {
      const text = comment.exec(now[line] ?? '')?.[1];
      if (text !== undefined && [...wordsIn(text)].some((word) => gone.has(word))) found.push({ line, text });
    }
  }
  return found;
}

const codeOf = (lines: readonly string[]): string => lines.map((line) => line.replace(/(?:^|\s)(?:#|\/\/).*$/, '')).join('\n');

interface ChangedRun {
  readonly from: number;
  readonly to: number;
  readonly oldFrom: number;
  readonly oldTo: number;
}

/** The runs of lines that differ, by the lines that both texts have once or in the same order around them. */
function changedRuns(old: readonly string[], now: readonly string[]): readonly ChangedRun[] {
  const runs: ChangedRun[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
      continue;
    }
    const [di, dj] = nextMatch(old.slice(i, i + window), now.slice(j, j + window));
    runs.push({ from: j, to: j + dj, oldFrom: i, oldTo: i + di });
    i += di;
    j += dj;
  }
  return runs;
}

/** Lines within which a match is looked for. */
const window = 200;

/** How many lines of each to skip until they are equal again; the fewest. */
function nextMatch(old: readonly string[], now: readonly string[]): readonly [number, number] {
  for (let sum = 1; sum < old.length + now.length; sum++) {
    for (let di = Math.max(0, sum - now.length + 1); di <= Math.min(sum, old.length - 1); di++) {
      const dj = sum - di;
      if (old[di]?.trim() !== '' && old[di] === now[dj]) return [di, dj];
    }
  }
  return [old.length, now.length];
}
