import type { Span, TextChange } from '../core';

/**
 * A YAML document of which the lines alone show that it is well formed: blocks of maps and lists, with the plain, quoted and block texts that programs and
 * people write, and small flow collections. It is not parsed, so that a long text that turns out to have nothing of ours costs next to nothing.
 */
export interface Skimmed {
  /** The values of the outermost keys and of those in `metadata`, as far as they are plain words: `kind`, `metadata.name`. */
  readonly words: ReadonlyMap<string, SkimmedWord>;
  readonly text: string;
  readonly stretches: readonly LineGroup[];
}

export interface SkimmedWord {
  readonly word: string;
  readonly span: Span;
}

/** A piece of the text that begins with a line, and what is known in front of it. */
interface LineGroup {
  readonly start: number;
  readonly state: State;
  /** With the places counted from `start`. */
  readonly words: readonly (readonly [path: string, word: string, at: number])[];
}

/** What the lines before a line say of it. */
interface State {
  /** The columns of the open collections from the outermost on: those of lists are negative, less one. */
  readonly open: readonly number[];
  /** The last key or dash has no value yet. */
  readonly awaits: boolean;
  /** The column of what has a plain text as its value, which deeper lines continue; -1 where there is none. */
  readonly plain: number;
  /** The last outermost key. */
  readonly top: string;
}

/** Characters after which a stretch ends with its line. */
const stretch = 8_000;

/** Collections within collections; what is deeper is left to the parser. */
const deepest = 200;

const listAt = (column: number): number => -column - 1;
const columnOf = (open: number): number => (open < 0 ? -open - 1 : open);

/** Undefined for anything that the lines alone do not show. Given the version before, only what a change touches is looked at. */
export function skim(text: string, previous?: { readonly skimmed: Skimmed; readonly change: TextChange }): Skimmed | undefined {
  if (text.includes('\r')) return undefined;
  const before = previous?.skimmed.stretches ?? [];
  const change = previous?.change ?? { start: 0, oldEnd: 0, newEnd: 0 };
  const kept = Math.max(
    0,
    before.findLastIndex(({ start }) => start <= change.start),
  );
  const stretches = before.slice(0, kept);
  const delta = change.newEnd - change.oldEnd;
  let next = kept + 1;
  const reader = new Reader(text, before[kept]);
  while (!reader.atEnd) {
    const read = reader.stretch();
    if (!read) return undefined;
    stretches.push(read);
    // What follows is as it was.
    while (next < before.length && (before[next] as LineGroup).start + delta < reader.at) next++;
    const old = before[next];
    if (!old || reader.at < change.newEnd || old.start + delta !== reader.at || !sameState(old.state, reader.state)) continue;
    stretches.push(...before.slice(next).map((one) => ({ ...one, start: one.start + delta })));
    break;
  }
  const words = new Map<string, SkimmedWord>();
  for (const { start, words: told } of stretches) {
    for (const [path, word, at] of told) {
      if (words.has(path)) return undefined;
      words.set(path, { word, span: { start: start + at, end: start + at + word.length } });
    }
  }
  return { words, text, stretches };
}

const sameState = (a: State, b: State): boolean =>
  a.awaits === b.awaits &&
  a.plain === b.plain &&
  a.top === b.top &&
  a.open.length === b.open.length &&
  a.open.every((one, i) => one === b.open[i]);

/** A key that needs no quotes; what comes after its colon is a value. */
const key = /(?:[\w$./](?:[\w$./@+-]|:(?![ \n]|$))*|"[\w $./@+:-]*"|'[\w $./@+:-]*'):(?=[ \n]|$)/y;
const word = /^[A-Za-z][\w./-]*$/;
/** Words that are no text. */
const other = /^(?:y|yes|n|no|on|off|true|false|null)$/i;
const value = String.raw`[\w/](?:[\w./-]|:(?=\w))*`;
const flow = new RegExp(String.raw`^(?:\[ ?(?:${value}(?:, ?${value})*)? ?\]|\{ ?(?:${value}: ${value}(?:, ${value}: ${value})*)? ?\})$`);
/** What begins a plain text; a dash, colon or question mark does so in front of a letter. */
const plainStart = /^(?:[^\s[\]{}&*!|>'"%@`#,?:-]|[-?:](?=[^\s,[\]{}]))/;
const noPlain = /:(?:[ \t]|$)|[ \t]#/;
const block = /^[|>][+-]?(?:[ \t]+#.*)?$/;
const escapes = /\\(?:["\\/abefnrtv0 N_LP]|x[\da-fA-F]{2}|u[\da-fA-F]{4})/y;

class Reader {
  at: number;
  private open: number[];
  private awaits: boolean;
  private plain: number;
  private top: string;
  private words: [path: string, word: string, at: number][] = [];
  private start = 0;

  constructor(
    private readonly text: string,
    from: LineGroup | undefined,
  ) {
    this.at = from?.start ?? 0;
    const state = from?.state ?? { open: [], awaits: false, plain: -1, top: '' };
    this.open = [...state.open];
    this.awaits = state.awaits;
    this.plain = state.plain;
    this.top = state.top;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  get state(): State {
    return { open: [...this.open], awaits: this.awaits, plain: this.plain, top: this.top };
  }

  /** Reads on to the first line after a stretch; undefined where the lines do not show enough. */
  stretch(): LineGroup | undefined {
    const { at: start, state } = this;
    this.words = [];
    this.start = start;
    while (!this.atEnd && this.at - start < stretch) if (!this.line()) return undefined;
    return { start, state, words: this.words };
  }

  private endOfLine(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  /** The rest of a line without blanks at its end. */
  private rest(from: number, end: number): string {
    let last = end;
    while (last > from && this.text.charCodeAt(last - 1) === 32) last--;
    return this.text.slice(from, last);
  }

  private columnFrom(start: number): number {
    let at = start;
    while (this.text.charCodeAt(at) === 32) at++;
    return at - start;
  }

  private line(): boolean {
    const { at: start } = this;
    const end = this.endOfLine(start);
    this.at = end + 1;
    const column = this.columnFrom(start);
    const rest = this.rest(start + column, end);
    if (rest === '') return true;
    if (rest.startsWith('\t')) return false;
    if (rest.startsWith('#')) {
      this.plain = -1;
      return true;
    }
    if (!this.open.length) {
      if (rest === '---' && start + column === start) return this.top === '';
      if (column > 0) return false;
    }
    if (column === 0 && /^(?:---|\.\.\.|%)/.test(rest)) return false;
    if (this.plain >= 0 && column > this.plain) return plainStart.test(rest) && !/^- /.test(rest) && !noPlain.test(rest);
    this.plain = -1;
    return this.content(start + column, column, end, true);
  }

  /** What begins at a column: a dash, a key, or a value of the line or key before. */
  private content(at: number, column: number, end: number, first: boolean): boolean {
    const { text } = this;
    if (text[at] === '-' && (at + 1 >= end || text[at + 1] === ' ')) {
      if (!this.enter(column, true, first)) return false;
      let next = at + 1;
      while (text[next] === ' ') next++;
      if (next >= end) {
        this.awaits = true;
        return true;
      }
      return this.content(next, column + next - at, end, false);
    }
    key.lastIndex = at;
    const found = key.exec(text);
    if (!found || found[0].length > 200)
      return (first ? this.awaits && column > this.column : true) && this.value(at, end, this.column, '');
    if (!this.enter(column, false, first)) return false;
    const name = found[0].slice(0, -1).replace(/^(["'])(.*)\1$/, '$2');
    if (this.open.length === 1) this.top = name;
    const path = this.open.length === 1 ? name : this.open.length === 2 && this.top === 'metadata' ? `metadata.${name}` : '';
    let next = at + found[0].length;
    while (text[next] === ' ') next++;
    if (path === 'metadata') this.words.push([path, '', at - this.start]);
    if (next >= end || text[next] === '#') {
      this.awaits = true;
      return !wanted.has(path);
    }
    return this.value(next, end, column, path);
  }

  private get column(): number {
    return this.open.length ? columnOf(this.open.at(-1) as number) : -1;
  }

  /** Makes the collection at a column the innermost; false where none may be there. */
  private enter(column: number, list: boolean, first: boolean): boolean {
    const { open, awaits } = this;
    if (open.length === deepest) return false;
    this.awaits = false;
    const own = list ? listAt(column) : column;
    if (first) {
      const before = open.length;
      while (open.length && (this.column > column || (this.column === column && !list && (open.at(-1) as number) < 0))) open.pop();
      const innermost = open.at(-1);
      if (innermost === own) return true;
      // A new collection is the value of the line before it, and deeper, or a list below its key.
      if (innermost === undefined) return !list && before === 0 && open.push(own) > 0;
      if (!awaits || before !== open.length) return false;
      if (this.column === column && !(list && innermost === column)) return false;
    }
    open.push(own);
    return true;
  }

  /** A value that begins in the middle of a line; `column` is that of the key or dash that it belongs to. */
  private value(at: number, end: number, column: number, path: string): boolean {
    this.awaits = false;
    const quote = this.text[at];
    if (quote === '"' || quote === "'") return !tells(path) && this.quoted(at + 1, quote, column);
    const rest = this.rest(at, end);
    if (block.test(rest)) return !tells(path) && this.block(column);
    const bare = rest.replace(/[ \t]+#.*$/, '');
    if (path === 'metadata') return false;
    if (wanted.has(path)) {
      if (!word.test(bare) || other.test(bare)) return false;
      this.words.push([path, bare, at - this.start]);
      return true;
    }
    if (flow.test(bare)) return true;
    if (!plainStart.test(bare) || noPlain.test(bare)) return false;
    if (bare === rest) this.plain = column;
    return true;
  }

  /** Quoted text; its further lines are deeper than what it belongs to. */
  private quoted(from: number, quote: string, column: number): boolean {
    const { text } = this;
    let at = from;
    for (;;) {
      const char = text[at];
      if (char === undefined) return false;
      if (char === quote) {
        if (quote === "'" && text[at + 1] === "'") at += 2;
        else break;
      } else if (char === '\\' && quote === '"') {
        escapes.lastIndex = at;
        const escaped = escapes.exec(text);
        // A backslash at the end of a line joins it with the next one.
        if (escaped) at += escaped[0].length;
        else if (text[at + 1] === '\n') at++;
        else return false;
      } else if (char === '\n') {
        at++;
        const deeper = this.columnFrom(at);
        if (text[at + deeper] === '\t') return false;
        if (deeper <= column && text[at + deeper] !== '\n') return false;
        at += deeper;
      } else at++;
    }
    const end = this.endOfLine(at);
    this.at = end + 1;
    return /^(?:[ \t]+#.*)?$/.test(this.rest(at + 1, end));
  }

  /** Block text: the lines that are deeper than what it belongs to, none less deep than the first. */
  private block(column: number): boolean {
    const { text } = this;
    let indent = -1;
    let blank = 0;
    while (!this.atEnd) {
      const end = this.endOfLine(this.at);
      const deep = this.columnFrom(this.at);
      const empty = this.rest(this.at + deep, end) === '';
      if (text[this.at + deep] === '\t' && indent < 0) return false;
      if (!empty) {
        if (deep <= column) return true;
        if (indent < 0) indent = deep;
        if (deep < indent || blank > indent) return false;
      } else if (indent < 0) blank = Math.max(blank, deep);
      this.at = end + 1;
    }
    return true;
  }
}

const tells = (path: string): boolean => path === 'metadata' || wanted.has(path);

/** The words that tell what an object is. */
const wanted: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata.name', 'metadata.generateName', 'metadata.namespace']);
