import { bracketEnd } from './syntax';

/** Characters as sorted, disjoint ranges of code units. */
type Ranges = readonly (readonly [number, number])[];

interface Edge {
  readonly on: Ranges;
  readonly to: number;
}

export interface Automaton {
  readonly edges: readonly (readonly Edge[])[];
  readonly empty: readonly (readonly number[])[];
  readonly start: number;
  readonly accept: number;
}

const LAST = 0xffff;
const anyButNul: Ranges = [[1, LAST]];
const anyButSlash: Ranges = [
  [1, 46],
  [48, LAST],
];

/** The automaton of a sound glob. */
function compile(glob: string): Automaton {
  const edges: Edge[][] = [];
  const empty: number[][] = [];
  const state = () => {
    edges.push([]);
    empty.push([]);
    return edges.length - 1;
  };
  const start = state();
  let at = start;
  const groups: { entry: number; exit: number }[] = [];
  const step = (on: Ranges) => {
    const to = state();
    edges[at]?.push({ on, to });
    at = to;
  };
  const repeat = (on: Ranges) => {
    const loop = state();
    empty[at]?.push(loop);
    edges[loop]?.push({ on, to: loop });
    const out = state();
    empty[loop]?.push(out);
    at = out;
  };
  let afterSlash = false;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i] as string;
    const slash = c === '/';
    if (c === '\\' && i + 1 < glob.length) step(only(glob.charCodeAt(++i)));
    else if (c === '*') {
      let end = i;
      while (glob[end] === '*') end++;
      // Filling a whole component, a star matches at least one character: `/tmp/*` is not `/tmp/`.
      if (afterSlash && (end === glob.length || glob[end] === '/')) step(anyButSlash);
      repeat(glob[i + 1] === '*' ? anyButNul : anyButSlash);
      if (glob[i + 1] === '*') i++;
    } else if (c === '?') step(anyButSlash);
    else if (c === '[') {
      const end = bracketEnd(glob, i);
      step(classOf(glob.slice(i + 1, end)));
      i = end;
    } else if (c === '{') {
      const exit = state();
      groups.push({ entry: at, exit });
      const first = state();
      empty[at]?.push(first);
      at = first;
    } else if (c === ',' && groups.length > 0) {
      const group = groups[groups.length - 1] as { entry: number; exit: number };
      empty[at]?.push(group.exit);
      const next = state();
      empty[group.entry]?.push(next);
      at = next;
    } else if (c === '}' && groups.length > 0) {
      const group = groups.pop() as { entry: number; exit: number };
      empty[at]?.push(group.exit);
      at = group.exit;
    } else step(only(c.charCodeAt(0)));
    afterSlash = slash;
  }
  return { edges, empty, start, accept: at };
}

const only = (code: number): Ranges => [[code, code]];

export function classOf(body: string): Ranges {
  const negated = body.startsWith('^');
  const ranges: [number, number][] = [];
  const read = (i: number): [number, number] => (body[i] === '\\' ? [body.charCodeAt(i + 1), i + 2] : [body.charCodeAt(i), i + 1]);
  for (let i = negated ? 1 : 0; i < body.length; ) {
    const [low, next] = read(i);
    i = next;
    if (body[i] === '-' && i + 1 < body.length) {
      const [high, after] = read(i + 1);
      i = after;
      if (high >= low) ranges.push([low, high]);
    } else if (!Number.isNaN(low)) ranges.push([low, low]);
  }
  ranges.sort((a, b) => a[0] - b[0]);
  return negated ? complement(ranges) : ranges;
}

function complement(ranges: Ranges): Ranges {
  const result: [number, number][] = [];
  let from = 1;
  for (const [low, high] of ranges) {
    if (low > from) result.push([from, low - 1]);
    from = Math.max(from, high + 1);
  }
  if (from <= LAST) result.push([from, LAST]);
  return result;
}

export function share(a: Ranges, b: Ranges): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [lowA, highA] = a[i] as readonly [number, number];
    const [lowB, highB] = b[j] as readonly [number, number];
    if (lowA <= highB && lowB <= highA) return true;
    if (highA < highB) i++;
    else j++;
  }
  return false;
}

/** Globs whose analysis is kept. */
export const keptGlobs = 5000;

const compiled = new Map<string, Automaton>();

export function automatonOf(glob: string): Automaton {
  const known = compiled.get(glob);
  if (known) return known;
  if (compiled.size > keptGlobs) compiled.clear();
  const made = compile(glob);
  compiled.set(glob, made);
  return made;
}

/** One character for each way in which an automaton tells characters apart. */
export function representativesOf({ edges }: Automaton): ReadonlySet<number> {
  const starts = new Set<number>([1]);
  for (const edge of edges.flat()) {
    for (const [low, high] of edge.on) {
      starts.add(low);
      if (high < LAST) starts.add(high + 1);
    }
  }
  return starts;
}

const special = /[*?[{\\]/;

/** Whether a string matches a sound glob. */
export function matches(glob: string, text: string): boolean {
  if (!special.test(glob)) return glob === text;
  const { edges, empty, start, accept } = automatonOf(glob);
  if (marks.length < edges.length) marks = new Uint32Array(edges.length);
  let now = withEmpty(empty, [], start);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const next: number[] = [];
    const mark = ++lastMark;
    for (const state of now) {
      for (const { on, to } of edges[state] ?? []) if (marks[to] !== mark && isIn(on, code)) withEmpty(empty, next, to, mark);
    }
    if (next.length === 0) return false;
    now = next;
  }
  return now.includes(accept);
}

/** The states that are in a set already have its mark. A search ends before the next one begins, so that all use one array. */
let marks = new Uint32Array(256);
let lastMark = 0;

/** Adds a state to a set, and those that it leads to without a character. */
function withEmpty(empty: Automaton['empty'], set: number[], state: number, mark = ++lastMark): number[] {
  let done = set.length;
  marks[state] = mark;
  set.push(state);
  for (; done < set.length; done++) {
    for (const next of empty[set[done] as number] ?? []) {
      if (marks[next] === mark) continue;
      marks[next] = mark;
      set.push(next);
    }
  }
  return set;
}

function isIn(ranges: Ranges, code: number): boolean {
  for (const [low, high] of ranges) if (low <= code && code <= high) return true;
  return false;
}

export function closure(empty: Automaton['empty'], states: readonly number[]): Set<number> {
  const result = new Set(states);
  const todo = [...states];
  while (todo.length > 0) {
    for (const next of empty[todo.pop() as number] ?? []) {
      if (!result.has(next)) {
        result.add(next);
        todo.push(next);
      }
    }
  }
  return result;
}
