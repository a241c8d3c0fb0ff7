import { Work } from '../../../../core';
import { automatonOf, classOf, keptGlobs, matches, share } from './automaton';
import { apart, knownEndsOf } from './ends';
import { none, type Subsets, withSubsets } from './subsets';
import { bracketEnd } from './syntax';

/** Pairs of states looked at before the answer is given up; such globs count as apart. */
const searchLimit = 50_000;

/** Whether some string matches both globs. Both must be sound. `work` counts what is looked at, here and in `covers`. */
export function overlap(a: string, b: string, work?: Work): boolean {
  if (a === b) return true;
  if (apart(a, b)) return false;
  const left = automatonOf(a);
  const right = automatonOf(b);
  const width = right.edges.length;
  const seen = new Set<number>();
  const todo: number[] = [];
  const visit = (l: number, r: number) => {
    const key = l * width + r;
    if (!seen.has(key)) {
      seen.add(key);
      todo.push(key);
    }
  };
  visit(left.start, right.start);
  while (todo.length > 0 && seen.size < searchLimit) {
    const key = todo.pop() as number;
    work?.spend();
    const l = Math.floor(key / width);
    const r = key % width;
    if (l === left.accept && r === right.accept) return true;
    for (const next of left.empty[l] ?? []) visit(next, r);
    for (const next of right.empty[r] ?? []) visit(l, next);
    for (const edge of left.edges[l] ?? []) {
      for (const other of right.edges[r] ?? []) if (share(edge.on, other.on)) visit(edge.to, other.to);
    }
  }
  return false;
}

/**
 * Whether `inner` matches a string for which `wanted` is true, told which of `others` match it too; true also where the search is given up.
 * All must be sound.
 */
export function someMatch(inner: string, others: readonly string[], wanted: (matched: readonly boolean[]) => boolean): boolean {
  const sample = sampleOf(inner);
  if (sample !== undefined && wanted(others.map((other) => matches(other, sample)))) return true;
  return others.length > mostCompared || search(inner, others, wanted);
}

/** More globs than this are not followed at once. */
const mostCompared = 300;

/**
 * Whether everything that `inner` matches is matched by one of `outers`; false also where the search is given up.
 * All must be sound.
 */
export function covers(outers: readonly string[], inner: string, work?: Work): boolean {
  if (outers.includes(inner)) return true;
  const candidates = outers.filter((outer) => !apart(outer, inner));
  if (candidates.length === 0) return false;
  // One string that only `inner` matches settles most pairs, at little cost.
  const sample = sampleOf(inner);
  const mayMatch = (outer: string, text: string) => text.includes(knownEndsOf(outer).word) && matches(outer, text);
  if (sample !== undefined && !candidates.some((outer) => mayMatch(outer, sample))) return false;
  return !isUncovered(inner, candidates, work);
}

/** Answers of searches, with what they cost: profiles share abstractions, whose rules meet anew in each of them. */
const searched = new Map<string, { readonly uncovered: boolean; readonly cost: number }>();

const mostSearched = 50_000;

function isUncovered(inner: string, outers: readonly string[], work?: Work): boolean {
  const key = [inner, ...outers].join('\n');
  const known = searched.get(key);
  if (known) {
    // A budget ends at the same place whether an answer is known or not.
    work?.spend(known.cost);
    return known.uncovered;
  }
  const own = new Work(Number.POSITIVE_INFINITY);
  const uncovered = search(inner, outers, (matched) => !matched.includes(true), own);
  work?.spend(own.spent);
  if (searched.size > mostSearched) searched.clear();
  searched.set(key, { uncovered, cost: own.spent });
  return uncovered;
}

function search(inner: string, others: readonly string[], wanted: (matched: readonly boolean[]) => boolean, work?: Work): boolean {
  return withSubsets([inner, ...others], (subsets) => {
    const left = subsets[0] as Subsets;
    const rights = subsets.slice(1);
    const letters = new Set(subsets.flatMap((one) => [...one.letters]));
    const start = subsets.map((one) => one.start);
    const todo = [start];
    const seen = new Set([start.join()]);
    while (todo.length > 0) {
      if (seen.size > coverLimit) return true;
      work?.spend(stepCost * letters.size);
      const now = todo.pop() as readonly number[];
      if (left.accepts(now[0] as number) && wanted(rights.map((right, i) => right.accepts(now[i + 1] as number)))) return true;
      for (const letter of letters) {
        const next = left.step(now[0] as number, letter);
        if (next === none) continue;
        const all = [next, ...rights.map((right, i) => right.step(now[i + 1] as number, letter))];
        const key = all.join();
        if (seen.has(key)) continue;
        seen.add(key);
        todo.push(all);
      }
    }
    return false;
  });
}

const coverLimit = 20_000;

/** A step in several automata takes as long as so many looks at plain texts. */
const stepCost = 4;

const samples = new Map<string, string | undefined>();

/** A string that the glob matches, with characters in place of its wildcards that hardly another glob names. */
function sampleOf(glob: string): string | undefined {
  if (samples.has(glob)) return samples.get(glob);
  if (samples.size > keptGlobs) samples.clear();
  const made = makeSample(glob);
  const sample = matches(glob, made) ? made : undefined;
  samples.set(glob, sample);
  return sample;
}

const odd = '\u1e8b';

/** Of an alternation the first choice. */
function makeSample(glob: string): string {
  let sample = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i] as string;
    if (c === '\\') sample += glob[++i] ?? '';
    else if (c === '*') {
      const deep = glob[i + 1] === '*';
      sample += deep ? `${odd}/${odd}` : odd;
      if (deep) i++;
    } else if (c === '?') sample += odd;
    else if (c === '[') {
      const end = bracketEnd(glob, i);
      sample += String.fromCharCode(classOf(glob.slice(i + 1, end))[0]?.[0] ?? 0);
      i = end;
    } else if (c === '{') depth++;
    else if (c === '}' && depth > 0) depth--;
    else if (c === ',' && depth > 0) {
      i = closeOf(glob, i);
      depth--;
    } else sample += c;
  }
  return sample;
}

/** Where the alternation around an offset closes. */
function closeOf(glob: string, from: number): number {
  let depth = 0;
  for (let i = from; i < glob.length; i++) {
    if (glob[i] === '\\') i++;
    else if (glob[i] === '[') i = bracketEnd(glob, i);
    else if (glob[i] === '{') depth++;
    else if (glob[i] === '}' && depth-- === 0) return i;
  }
  return glob.length;
}
