import { type AST, ParseError, parseTOML } from 'toml-eslint-parser';
import { type Span, span } from '../core';
import type { ArrayNode, Member, Node, ObjectNode, ScalarNode, SyntaxProblem, Tree } from './tree';

/** A `[table]` or one `[[table]]` of several, in text order; the text before the first header belongs to the root. */
export interface TomlTable {
  readonly start: number;
  readonly node: ObjectNode;
}

const tables = new WeakMap<Tree, readonly TomlTable[]>();

export const tomlTables = (tree: Tree): readonly TomlTable[] => tables.get(tree) ?? [];

/** Parses TOML with recovery: a line that cannot be read is a problem and left out. Tables are objects that are not `flow`. */
export function parseToml(text: string): Tree {
  try {
    return read(text);
  } catch (error) {
    // The parser recurses; no real file nests thousands of levels deep.
    if (!(error instanceof RangeError)) throw error;
    const problem = { span: span(0, Math.min(1, text.length)), message: 'The text is nested too deeply to be read.' };
    return { text, syntax: 'toml', problems: [problem], comments: [] };
  }
}

function read(text: string): Tree {
  const { program, problems } = parse(text);
  const builder = treeBuilder(text);
  for (const entry of program?.body[0].body ?? []) builder.add(entry);
  const tree: Tree = {
    text,
    syntax: 'toml',
    ...(text.trim() && { root: builder.root }),
    problems,
    comments: (program?.comments ?? []).map(({ range }) => spanOf(range)),
  };
  tables.set(tree, builder.tables);
  return tree;
}

/** Every attempt reads the text again, so a large text gets few. */
const attemptsFor = (text: string): number => (text.length > 100_000 ? 3 : 25);

/** The reader stops at the first mistake. So the line with it is blanked, which keeps all places, and the rest is read. */
function parse(text: string): { program?: AST.TOMLProgram; problems: readonly SyntaxProblem[] } {
  const problems: SyntaxProblem[] = [];
  let rest = text;
  for (let attempts = attemptsFor(text); attempts > 0; attempts--) {
    try {
      return { program: parseTOML(rest, { tomlVersion: '1.1' }), problems: problems.sort((a, b) => a.span.start - b.span.start) };
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      const line = brokenLine(rest, error.index);
      if (!line) break;
      const from = error.index > line.start && error.index < line.end ? error.index : line.start;
      problems.push({ span: span(from, line.end), message: worded(error.message) });
      rest = rest.slice(0, line.start) + ' '.repeat(line.end - line.start) + rest.slice(line.end);
    }
  }
  return { problems };
}

/** The line with the mistake that was noticed at an offset, without its margins. */
function brokenLine(text: string, index: number): Span | undefined {
  let line = lineAt(text, index);
  for (let above = lineAbove(text, line); above; above = lineAbove(text, line)) {
    const earlier = text.slice(above.start, above.end);
    // What a line lacks at its end is noticed on the next one.
    const lacking = (index <= line.start && earlier.endsWith('=')) || /^\[[^\]]*$/.test(earlier);
    if (line.start < line.end && !lacking) break;
    line = above;
  }
  return line.start < line.end ? line : undefined;
}

function lineAt(text: string, offset: number): Span {
  const start = offset > 0 ? text.lastIndexOf('\n', offset - 1) + 1 : 0;
  const newline = text.indexOf('\n', start);
  const line = text.slice(start, newline < 0 ? text.length : newline);
  const content = start + (line.length - line.trimStart().length);
  return span(content, Math.max(content, start + line.trimEnd().length));
}

function lineAbove(text: string, { start }: Span): Span | undefined {
  const newline = start > 0 ? text.lastIndexOf('\n', start - 1) : -1;
  return newline < 0 ? undefined : lineAt(text, newline);
}

/** By how the library's message begins. */
const messages: readonly (readonly [RegExp, string])[] = [
  [/multiple times/, 'This key or table is there already; TOML takes each once.'],
  [/^Unterminated string/, 'This string is never closed.'],
  [/^Unterminated array/, 'This list is never closed.'],
  [/^Unterminated inline/, 'These braces are never closed.'],
  [/^Unterminated table|same line/, 'This table header is never closed.'],
  [/^Unspecified values|^Missing value/, 'A value is missing behind the `=`.'],
  [/^Expected equal/, 'An `=` is missing behind the key.'],
  [/^Expected comma/i, 'A comma is missing here.'],
  [/newline/i, 'Nothing more may stand on this line.'],
  [/escape/i, 'This escape is not known in a string in double quotes; one in single quotes takes backslashes as they are.'],
];

const worded = (message: string): string =>
  messages.find(([begins]) => begins.test(message))?.[1] ?? 'This is not TOML; strings stand in quotes, lists in brackets.';

const spanOf = ([start, end]: readonly [number, number]): Span => span(start, end);

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Puts together what TOML spreads over the text: `[a.b]`, `[a.c]` and `a.d = 1` are one object `a`. */
function treeBuilder(text: string) {
  const root: ObjectNode = { kind: 'object', span: span(0, text.length), members: [], flow: false };
  const names = new Map<ObjectNode, Map<string, Member>>([[root, new Map()]]);
  const holders = new Map<Node, Member>();
  const found: TomlTable[] = [];

  function object(place: Span, parent: ObjectNode | ArrayNode, flow: boolean): ObjectNode {
    const made: ObjectNode = { kind: 'object', span: place, parent, members: [], flow };
    names.set(made, new Map());
    return made;
  }

  function addMember(to: ObjectNode, key: AST.TOMLKey['keys'][number], make: (parent: ObjectNode) => Node): Node {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    const place = spanOf(key.range);
    const keyNode: ScalarNode = {
      kind: 'scalar',
      span: place,
      parent: to,
      value: name,
      raw: text.slice(place.start, place.end),
      quoted: key.type !== 'TOMLBare',
    };
    const value = make(to);
    const member: Member = { key: keyNode, value, span: span(place.start, Math.max(place.end, value.span.end)) };
    (to.members as Member[]).push(member);
    names.get(to)?.set(name, member);
    holders.set(value, member);
    return value;
  }

  /** The object that a key leads to; what is missing is made, of a list of tables the last one is meant. */
  function step(from: ObjectNode, key: AST.TOMLKey['keys'][number], place: Span): ObjectNode {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    const there = names.get(from)?.get(name)?.value;
    const target = there?.kind === 'array' ? there.items.at(-1) : there;
    if (target?.kind === 'object') return target;
    return addMember(from, key, (parent) => object(place, parent, false)) as ObjectNode;
  }

  function grow(node: Node, end: number): void {
    for (let current: Node | undefined = node; current && current !== root; current = current.parent) {
      const holder: Writable<Member> | undefined = holders.get(current);
      if (current.span.end < end) (current as Writable<Node>).span = span(current.span.start, end);
      if (holder && holder.span.end < end) holder.span = span(holder.span.start, end);
    }
  }

  function addTable(entry: AST.TOMLTable): void {
    const place = spanOf(entry.range);
    const [last, ...before] = [...entry.key.keys].reverse();
    if (!last) return;
    let holder = root;
    for (const key of before.reverse()) holder = step(holder, key, place);
    const node = entry.kind === 'array' ? addItem(holder, last, place) : step(holder, last, place);
    found.push({ start: place.start, node });
    for (const pair of entry.body) addPair(node, pair);
    grow(node, place.end);
  }

  function addItem(holder: ObjectNode, key: AST.TOMLKey['keys'][number], place: Span): ObjectNode {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    const there = names.get(holder)?.get(name)?.value;
    const array =
      there?.kind === 'array'
        ? there
        : addMember(holder, key, (parent) => ({ kind: 'array', span: place, parent, items: [], flow: false }));
    const item = object(place, array as ArrayNode, false);
    ((array as ArrayNode).items as Node[]).push(item);
    return item;
  }

  function addPair(to: ObjectNode, { key, value, range }: AST.TOMLKeyValue): void {
    const [last, ...before] = [...key.keys].reverse();
    if (!last) return;
    let holder = to;
    for (const name of before.reverse()) holder = step(holder, name, spanOf(range));
    addMember(holder, last, (parent) => nodeOf(value, parent));
    grow(holder, range[1]);
  }

  function nodeOf(value: AST.TOMLContentNode, parent: ObjectNode | ArrayNode): Node {
    const place = spanOf(value.range);
    if (value.type === 'TOMLInlineTable') {
      const made = object(place, parent, true);
      for (const pair of value.body) addPair(made, pair);
      return made;
    }
    if (value.type === 'TOMLArray') {
      const items: Node[] = [];
      const array: ArrayNode = { kind: 'array', span: place, parent, items, flow: true };
      for (const element of value.elements) items.push(nodeOf(element, array));
      return array;
    }
    const raw = text.slice(place.start, place.end);
    // Dates have no kind of their own in the tree: they are words without quotes.
    const plain = value.value instanceof Date ? raw : value.value;
    return { kind: 'scalar', span: place, parent, value: plain, raw, quoted: value.kind === 'string' };
  }

  return {
    root,
    tables: found,
    add: (entry: AST.TOMLKeyValue | AST.TOMLTable) => (entry.type === 'TOMLTable' ? addTable(entry) : addPair(root, entry)),
  };
}
