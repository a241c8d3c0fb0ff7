import { type Automaton, automatonOf, closure, keptGlobs, representativesOf } from './automaton';

/** No state is left: nothing that begins so matches. */
export const none = -1;

/** The sets of states that a glob's automaton can be in, each with a number. Where one leads with a letter is worked out once. */
export class Subsets {
  readonly letters: ReadonlySet<number>;
  readonly #automaton: Automaton;
  readonly #numbers = new Map<string, number>();
  readonly #sets: (readonly number[])[] = [];
  readonly #steps: Map<number, number>[] = [];
  readonly start: number;

  constructor(automaton: Automaton) {
    this.#automaton = automaton;
    this.letters = representativesOf(automaton);
    this.start = this.#numberOf([automaton.start]);
  }

  get size(): number {
    return this.#sets.length;
  }

  accepts(set: number): boolean {
    return this.#sets[set]?.includes(this.#automaton.accept) ?? false;
  }

  step(set: number, letter: number): number {
    if (set === none) return none;
    const steps = this.#steps[set] as Map<number, number>;
    const known = steps.get(letter);
    if (known !== undefined) return known;
    const next: number[] = [];
    for (const state of this.#sets[set] as readonly number[]) {
      for (const { on, to } of this.#automaton.edges[state] ?? [])
        if (on.some(([low, high]) => low <= letter && letter <= high)) next.push(to);
    }
    const number = next.length === 0 ? none : this.#numberOf(next);
    steps.set(letter, number);
    return number;
  }

  #numberOf(states: readonly number[]): number {
    const set = [...closure(this.#automaton.empty, states)].sort((a, b) => a - b);
    const key = set.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#sets.push(set) - 1;
    this.#numbers.set(key, number);
    this.#steps.push(new Map());
    return number;
  }
}

/** Those of a glob with more sets are made again each time, so that what is kept stays small. */
const mostKept = 200;

const kept = new Map<string, Subsets>();

/** Lets a search work on the sets of some globs, and keeps them for the next one. */
export function withSubsets<T>(globs: readonly string[], search: (subsets: readonly Subsets[]) => T): T {
  const subsets = globs.map((glob) => kept.get(glob) ?? new Subsets(automatonOf(glob)));
  const found = search(subsets);
  for (const [i, glob] of globs.entries()) {
    const one = subsets[i] as Subsets;
    if (one.size > mostKept) kept.delete(glob);
    else kept.set(glob, one);
  }
  if (kept.size > keptGlobs) kept.clear();
  return found;
}
