/**
 * AppArmor's globs (AARE): what is wrong with one, and whether two can match the same string.
 * Meaning after upstream's convert_aaregex_to_pcre() in parser/parser_regex.c.
 */

export type GlobError =
  | 'unclosed-brace'
  | 'unclosed-bracket'
  | 'stray-brace'
  | 'stray-bracket'
  | 'single-choice'
  | 'trailing-backslash'
  | 'empty-class'
  | 'class-dash'
  | 'too-deep';

/** Deepest nesting of `{ }` that upstream takes. */
const maximumDepth = 49;

/** The first error of a glob and its offset; undefined when it is sound. */
export function globError(glob: string): { readonly error: GlobError; readonly at: number } | undefined {
  const open: { at: number; commas: number }[] = [];
  let bracket = -1;
  for (let i = 0; i < glob.length; i++) {
    switch (glob[i]) {
      case '\\':
        i++;
        if (i >= glob.length) return { error: 'trailing-backslash', at: i - 1 };
        break;
      case '[':
        if (bracket < 0) bracket = i;
        break;
      case ']': {
        if (bracket < 0) return { error: 'stray-bracket', at: i };
        const error = classError(glob, bracket + 1, i);
        if (error) return error;
        bracket = -1;
        break;
      }
      case '{':
        if (bracket >= 0) break;
        open.push({ at: i, commas: 0 });
        if (open.length > maximumDepth) return { error: 'too-deep', at: i };
        break;
      case '}': {
        if (bracket >= 0) break;
        const group = open.pop();
        if (!group) return { error: 'stray-brace', at: i };
        if (group.commas === 0) return { error: 'single-choice', at: group.at };
        break;
      }
      case ',': {
        const group = open[open.length - 1];
        if (bracket < 0 && group) group.commas++;
        break;
      }
      default:
    }
  }
  if (bracket >= 0) return { error: 'unclosed-bracket', at: bracket };
  const left = open[open.length - 1];
  return left && { error: 'unclosed-brace', at: left.at };
}

/** What is wrong with the characters between `[` and `]`: a dash stands first or between two others (upstream's libapparmor_re/parse.y). */
function classError(glob: string, start: number, end: number): { readonly error: GlobError; readonly at: number } | undefined {
  const first = glob[start] === '^' && start + 1 < end ? start + 1 : start;
  if (first === end || (glob[start] === '^' && first === start)) {
    // Where another `]` follows, the compiler takes the first one for a character.
    return glob.includes(']', end + 1) ? undefined : { error: 'empty-class', at: start - 1 };
  }
  const behind = (i: number) => i + (glob[i] === '\\' ? 2 : 1);
  for (let i = first; i < end; ) {
    if (glob[i] === '-' && i > first) return { error: 'class-dash', at: i };
    const dash = behind(i);
    if (dash >= end || glob[dash] !== '-') i = dash;
    else if (dash + 1 >= end || glob[dash + 1] === '-') return { error: 'class-dash', at: dash };
    else i = behind(dash + 1);
  }
  return undefined;
}

/** No `*`, `?` or `[ ]`: such a rule wins over globs where both match. Alternations are still exact. */
export const isExact = (glob: string): boolean => !/[*?[]/.test(glob.replace(/\\[\s\S]/g, ''));

/** Characters as sorted, disjoint ranges of code units. */
type Ranges = readonly (readonly [number, number])[];

interface Edge {
  readonly on: Ranges;
  readonly to: number;
}

interface Automaton {
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

function bracketEnd(glob: string, open: number): number {
  for (let i = open + 1; i < glob.length; i++) {
    if (glob[i] === '\\') i++;
    else if (glob[i] === ']') return i;
  }
  return glob.length;
}

function classOf(body: string): Ranges {
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

function share(a: Ranges, b: Ranges): boolean {
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [lowA, highA] = a[i] as readonly [number, number];
    const [lowB, highB] = b[j] as readonly [number, number];
    if (lowA <= highB && lowB <= highA) return true;
    if (highA < highB) i++;
    else j++;
  }
  return false;
}

/** The plain text at both ends of a glob. */
interface Ends {
  readonly head: string;
  readonly tail: string;
}

const knownEnds = new Map<string, Ends>();

function endsOf(glob: string): Ends {
  const known = knownEnds.get(glob);
  if (known) return known;
  let head = 0;
  while (head < glob.length && !'*?[{\\'.includes(glob[head] as string)) head++;
  let tail = glob.length;
  while (tail > 0 && !'*?]}\\'.includes(glob[tail - 1] as string)) tail--;
  const ends = { head: glob.slice(0, head), tail: glob.slice(tail) };
  if (knownEnds.size > keptGlobs) knownEnds.clear();
  knownEnds.set(glob, ends);
  return ends;
}

const maximumHeads = 24;

/** The plain beginnings of a glob; alternations are followed as long as they stay few. */
export function headsOf(glob: string): readonly string[] {
  const heads: string[] = [];
  const open: { head: string; rest: string }[] = [{ head: '', rest: glob }];
  while (open.length > 0) {
    const { head, rest } = open.pop() as { head: string; rest: string };
    const plain = endsOf(rest).head;
    const choices = rest[plain.length] === '{' && heads.length + open.length < maximumHeads ? choicesOf(rest, plain.length) : undefined;
    if (choices) for (const choice of choices) open.push({ head: head + plain, rest: choice });
    else heads.push(head + plain);
  }
  return heads;
}

/** What can follow in place of the alternation that opens at an offset, each with all that stands behind it. */
function choicesOf(glob: string, open: number): readonly string[] | undefined {
  const starts = [open + 1];
  let depth = 0;
  for (let i = open; i < glob.length; i++) {
    const c = glob[i];
    if (c === '\\') i++;
    else if (c === '[') return undefined;
    else if (c === '{') depth++;
    else if (c === ',' && depth === 1) starts.push(i + 1);
    else if (c === '}' && --depth === 0) {
      return starts.map((start, n) => glob.slice(start, (starts[n + 1] ?? i + 1) - 1) + glob.slice(i + 1));
    }
  }
  return undefined;
}

/** Whether the plain ends of two globs already keep them apart; cheap, and enough for most pairs. */
function apart(a: string, b: string): boolean {
  const one = endsOf(a);
  const other = endsOf(b);
  const heads = one.head.length < other.head.length ? other.head.startsWith(one.head) : one.head.startsWith(other.head);
  if (!heads) return true;
  return !(one.tail.length < other.tail.length ? other.tail.endsWith(one.tail) : one.tail.endsWith(other.tail));
}

/** Globs whose analysis is kept. */
const keptGlobs = 5000;

const compiled = new Map<string, Automaton>();

function automatonOf(glob: string): Automaton {
  const known = compiled.get(glob);
  if (known) return known;
  if (compiled.size > keptGlobs) compiled.clear();
  const made = compile(glob);
  compiled.set(glob, made);
  return made;
}

/** Pairs of states looked at before the answer is given up; such globs count as apart. */
const searchLimit = 50_000;

/** Whether some string matches both globs. Both must be sound. */
export function overlap(a: string, b: string): boolean {
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
 * Whether everything that `inner` matches is matched by one of `outers`; false also where the search is given up.
 * All must be sound.
 */
export function covers(outers: readonly string[], inner: string): boolean {
  if (outers.includes(inner)) return true;
  const candidates = outers.filter((outer) => !apart(outer, inner));
  if (candidates.length === 0) return false;
  // One string that only `inner` matches settles most pairs, at little cost.
  const sample = sampleOf(inner);
  if (sample !== undefined && !candidates.some((outer) => matches(outer, sample))) return false;
  const left = automatonOf(inner);
  const rights = candidates.map(automatonOf);
  const letters = representatives([left, ...rights]);
  type Sets = readonly (readonly number[])[];
  const start: Sets = rights.map((right) => sorted(closure(right.empty, [right.start])));
  const todo: { left: readonly number[]; rights: Sets }[] = [{ left: sorted(closure(left.empty, [left.start])), rights: start }];
  const seen = new Set<string>([keyOf(todo[0]?.left ?? [], start)]);
  while (todo.length > 0) {
    if (seen.size > coverLimit) return false;
    const now = todo.pop() as { left: readonly number[]; rights: Sets };
    if (now.left.includes(left.accept) && !now.rights.some((states, i) => states.includes((rights[i] as Automaton).accept))) return false;
    for (const letter of letters) {
      const next = stepOn(left, now.left, letter);
      if (next.length === 0) continue;
      const others = rights.map((right, i) => stepOn(right, now.rights[i] as readonly number[], letter));
      const key = keyOf(next, others);
      if (seen.has(key)) continue;
      seen.add(key);
      todo.push({ left: next, rights: others });
    }
  }
  return true;
}

const coverLimit = 20_000;

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

const sorted = (states: ReadonlySet<number>): readonly number[] => [...states].sort((a, b) => a - b);

const keyOf = (left: readonly number[], rights: readonly (readonly number[])[]) =>
  `${left.join()}|${rights.map((states) => states.join()).join('|')}`;

function stepOn(automaton: Automaton, states: readonly number[], letter: number): readonly number[] {
  const next: number[] = [];
  for (const state of states) {
    for (const edge of automaton.edges[state] ?? []) if (edge.on.some(([low, high]) => low <= letter && letter <= high)) next.push(edge.to);
  }
  return next.length === 0 ? next : sorted(closure(automaton.empty, next));
}

/** One character for each way in which the automata tell characters apart. */
function representatives(automata: readonly Automaton[]): readonly number[] {
  const starts = new Set<number>([1]);
  for (const { edges } of automata) {
    for (const edge of edges.flat()) {
      for (const [low, high] of edge.on) {
        starts.add(low);
        if (high < LAST) starts.add(high + 1);
      }
    }
  }
  return [...starts];
}

/** Whether a string matches a sound glob. */
export function matches(glob: string, text: string): boolean {
  const { edges, empty, start, accept } = automatonOf(glob);
  let now = closure(empty, [start]);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const next: number[] = [];
    for (const state of now) {
      for (const edge of edges[state] ?? []) if (share(edge.on, [[code, code]])) next.push(edge.to);
    }
    if (next.length === 0) return false;
    now = closure(empty, next);
  }
  return now.has(accept);
}

function closure(empty: Automaton['empty'], states: readonly number[]): Set<number> {
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

/** Runs of `/` are one, but exactly two at the start stay (upstream's filter_slashes). */
export function squeezeSlashes(path: string): string {
  const lead = /^\/\/(?!\/)/.test(path) ? '/' : '';
  return lead + path.slice(lead.length).replace(/\/{2,}/g, '/');
}
