/**
 * Patterns of paths: `*`, `?` and `[a-z]` within a folder, `**` across folders, `{a,b}` for alternatives, `\` before a character that
 * means itself. They come from repositories, so matching takes one pass over the path, whatever the pattern.
 */
export interface Glob {
  matches(path: string): boolean;
}

/** Extended patterns such as `+(a|b)` and `!(a)`, and a `!` before the whole. */
const unsupported = /^!|[!?*+@]\(/;

const longest = 1000;

/** Undefined for a pattern of a form that isn't supported, or longer than any that a person writes. */
export function globOf(pattern: string): Glob | undefined {
  if (pattern.length > longest || unsupported.test(pattern)) return undefined;
  const automaton = new GlobAutomaton(pattern.replace(/^(?:\.?\/)+/, ''));
  return { matches: (path) => automaton.accepts(path) };
}

interface GlobEdge {
  readonly on: (char: string) => boolean;
  readonly to: number;
}

const any = (): boolean => true;
const withinFolder = (char: string): boolean => char !== '/';

/** States with edges; several may be active at once, so that nothing is tried twice. */
class GlobAutomaton {
  private readonly edges: GlobEdge[][] = [];
  private readonly empty: number[][] = [];
  private readonly end: number;
  private at = 0;

  constructor(private readonly pattern: string) {
    this.end = this.read(this.state(), '');
  }

  accepts(path: string): boolean {
    let active = this.closure([0]);
    for (const char of path) {
      const next: number[] = [];
      for (const state of active) for (const edge of this.edges[state] as GlobEdge[]) if (edge.on(char)) next.push(edge.to);
      active = this.closure(next);
      if (active.size === 0) return false;
    }
    return active.has(this.end);
  }

  private closure(states: number[]): ReadonlySet<number> {
    const all = new Set(states);
    for (const state of all) for (const next of this.empty[state] as number[]) all.add(next);
    return all;
  }

  private state(): number {
    this.empty.push([]);
    return this.edges.push([]) - 1;
  }

  private step(from: number, on: GlobEdge['on'], to = this.state()): number {
    (this.edges[from] as GlobEdge[]).push({ on, to });
    return to;
  }

  private skip(from: number, to = this.state()): number {
    (this.empty[from] as number[]).push(to);
    return to;
  }

  /** Reads to the end, or within braces to one of the characters `stop`; answers with the last state. */
  private read(from: number, stop: string): number {
    let state = from;
    while (this.at < this.pattern.length && !stop.includes(this.pattern[this.at] as string)) state = this.piece(state);
    return state;
  }

  private piece(from: number): number {
    const rest = this.pattern.slice(this.at);
    const take = (length: number): void => {
      this.at += length;
    };
    if (rest === '/**') {
      // The folder itself too.
      take(3);
      const inside = this.step(from, (char) => char === '/');
      this.step(inside, any, inside);
      return this.skip(inside, this.skip(from));
    }
    if (rest.startsWith('**/') && (this.at === 0 || '/{,'.includes(this.pattern[this.at - 1] as string))) {
      take(3);
      const folder = this.step(from, any);
      this.step(folder, any, folder);
      return this.step(folder, (char) => char === '/', this.skip(from));
    }
    if (rest.startsWith('*')) {
      const across = rest.startsWith('**');
      take((/^\*+/.exec(rest) as RegExpExecArray)[0].length);
      const loop = this.skip(from);
      this.step(loop, across ? any : withinFolder, loop);
      return this.skip(loop);
    }
    if (rest.startsWith('{') && closes(rest)) return this.alternatives(from);
    const list = /^\[([!^]?)(\]?[^\]/]*)\]/.exec(rest);
    if (list) {
      take(list[0].length);
      const includes = membership(list[2] as string);
      return this.step(from, (char) => withinFolder(char) && includes(char) === (list[1] === ''));
    }
    const [char = ''] = rest.startsWith('\\') && rest.length > 1 ? rest.slice(1) : rest;
    take(rest.startsWith('\\') && rest.length > 1 ? 1 + char.length : char.length);
    return this.step(from, rest.startsWith('?') ? withinFolder : (other) => other === char);
  }

  private alternatives(from: number): number {
    const after = this.state();
    do {
      this.at++;
      this.skip(this.read(this.skip(from), ',}'), after);
    } while (this.pattern[this.at] === ',');
    this.at++;
    return after;
  }
}

/** Whether the brace that a text starts with is closed and has a comma. */
function closes(text: string): boolean {
  let depth = 0;
  let comma = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '{') depth++;
    else if (text[i] === ',' && depth === 1) comma = true;
    else if (text[i] === '}' && --depth === 0) return comma;
  }
  return false;
}

/** `a-z0-9_`: a test for its characters. */
function membership(list: string): (char: string) => boolean {
  const ranges: (readonly [string, string])[] = [];
  for (let i = 0; i < list.length; i++) {
    const from = list[i] as string;
    const isRange = list[i + 1] === '-' && i + 2 < list.length;
    ranges.push([from, isRange ? (list[i + 2] as string) : from]);
    if (isRange) i += 2;
  }
  return (char) => ranges.some(([from, to]) => from <= char && char <= to);
}
