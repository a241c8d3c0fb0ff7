import type { Span, TextChange } from '../core';
import type { ArrayContent, JsonContent, MemberContent, ObjectContent, ScalarContent } from './jsonContent';
import type { Node, ScalarNode, SyntaxProblem, Tree } from './tree';
import { isInKey } from './yamlProblems';

/** A tree of the version before, and what changed since. */
export interface FormerYaml {
  readonly tree: Tree;
  readonly change: TextChange;
}

export interface BlockReading {
  readonly content: JsonContent;
  readonly start: number;
  readonly problems: readonly SyntaxProblem[];
  readonly comments: readonly Span[];
  readonly lenient: boolean;
}

/** Trees that have further lines of quoted text which are less deep than YAML wants them: a mistake anywhere in the document makes these another. */
export const readLeniently = new WeakSet<Tree>();

/** A larger one costs as much as the whole text. */
const largestShare = 0.5;

/** Collections within collections that are read so: the parser has a limit, of which a block by itself knows nothing. */
const deepest = 100;

/**
 * Reads again the smallest members or items of a block collection around the change. They are whole lines that begin at the column of their collection, and what
 * follows them is not deeper, so that the parser reads them by themselves as it reads them there. A key that is not complete may go on in the next line: beside
 * one the members before and after are read too, and must be complete. Undefined where more than these lines may be read otherwise: then the whole text is
 * parsed.
 */
export function readBlockAgain(
  text: string,
  before: JsonContent,
  former: FormerYaml,
  parse: (text: string) => Tree,
): BlockReading | undefined {
  const { tree, change } = former;
  const { root } = tree;
  if (!root || hasDirectives.test(tree.text.slice(0, root.span.start))) return undefined;
  const blocks = blocksAround(tree.text, before, root.span.start, change);
  for (let depth = blocks.length - 1; depth >= 0; depth--) {
    const found = tree.problems.length ? 'incomplete' : readLines(text, former, root, blocks, depth, parse, false);
    if (found === 'further') return undefined;
    const made = found === 'incomplete' ? readLines(text, former, root, blocks, depth, parse, true) : found;
    if (made === 'further') return undefined;
    if (made && made !== 'incomplete') return made;
  }
  return undefined;
}

/** `further`: the lines may say something about others, or are most of the text. `incomplete`: there are keys that are not. */
function readLines(
  text: string,
  { tree, change }: FormerYaml,
  root: Node,
  blocks: readonly Block[],
  depth: number,
  parse: (text: string) => Tree,
  widely: boolean,
): BlockReading | 'further' | 'incomplete' | undefined {
  const own = blocks[depth] as Block;
  const block = widely ? widened(tree.text, own) : own;
  if (!block) return undefined;
  const { start, end, column } = block;
  const delta = change.newEnd - change.oldEnd;
  if (end + delta - start > text.length * largestShare) return 'further';
  const head = headOf(blocks[depth - 1]) + ' '.repeat(column);
  // A copy: what is kept of an edit must not keep the whole text alive.
  const lines = `${head}${text.slice(start, end + delta)}`;
  if (reachesFurther.test(lines)) return 'further';
  const piece = parse(lines);
  if (!piece.problems.every(isInKey)) return undefined;
  if (!widely && piece.problems.length) return 'incomplete';
  const node = depth ? onlyChild(piece.root) : piece.root;
  const content = node && contentFrom(node, depth);
  if (content?.kind === 'scalar' || !content?.block || node?.span.start !== head.length) return undefined;
  if (!hasCompleteEdges(block, content, head.length, piece.problems)) return undefined;
  let made = withRead(block, content, delta);
  if (!made) return undefined;
  for (let i = depth; i > 0; i--) made = withChild(blocks[i - 1] as Block, made, delta);
  const by = start - head.length;
  const problems = merged(tree.problems, piece.problems, ({ span }) => span, movedProblem, block, by, delta);
  const lenient = readLeniently.has(tree) || readLeniently.has(piece);
  if (lenient && problems.length) return 'further';
  return {
    content: made,
    start: root.span.start,
    problems,
    comments: merged(tree.comments, piece.comments, (one) => one, moved, block, by, delta),
    lenient,
  };
}

/** A line of the collection around a block, since it says how deep the further lines of a text must be. */
const headOf = (around: Block | undefined): string =>
  around ? `${' '.repeat(around.column)}${around.content.kind === 'object' ? 'x:' : '-'}\n` : '';

function onlyChild(root: Node | undefined): Node | undefined {
  if (root?.kind === 'object') return root.members.length === 1 ? root.members[0]?.value : undefined;
  return root?.kind === 'array' && root.items.length === 1 ? root.items[0] : undefined;
}

/** Whether the first and the last of what was read have no mistake, where something of the collection is before or after them. */
function hasCompleteEdges(
  { from, to, count }: Block,
  { starts }: ObjectContent | ArrayContent,
  origin: number,
  problems: readonly SyntaxProblem[],
): boolean {
  const second = origin + (starts[1] ?? 0);
  const last = origin + (starts.at(-1) ?? 0);
  return problems.every(
    ({ span }) =>
      (from === 0 || (starts.length > 1 && span.start >= second)) && (to === count - 1 || (starts.length > 1 && span.end <= last)),
  );
}

/** What is before and after a block with what is in it now. */
function merged<T>(
  all: readonly T[],
  inside: readonly T[],
  placeOf: (one: T) => Span,
  move: (one: T, by: number) => T,
  { start, end }: Block,
  by: number,
  delta: number,
): readonly T[] {
  if (!all.length && !inside.length) return all;
  return [
    ...all.filter((one) => placeOf(one).start < start),
    ...inside.map((one) => move(one, by)),
    ...all.filter((one) => placeOf(one).start >= end).map((one) => move(one, delta)),
  ];
}

const moved = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });
const movedProblem = ({ span, message }: SyntaxProblem, by: number): SyntaxProblem => ({ span: moved(span, by), message });

const hasDirectives = /^%|\uFEFF/m;

/** What makes lines say something about others: directives, ends of documents, explicit keys, tabs in front, bare carriage returns. */
const reachesFurther = /^(?:%|---|\.\.\.|[ -]*\?(?:\s|$)|[ ]*\t)|\uFEFF|\r(?!\n)/m;

/** Members or items of a block collection, with the lines up to what follows them. */
interface Block {
  readonly content: ObjectContent | ArrayContent;
  /** Where the collection begins. */
  readonly at: number;
  readonly column: number;
  readonly from: number;
  readonly to: number;
  /** Of all members or items. */
  readonly count: number;
  /** Where what follows the collection begins. */
  readonly after: number;
  /** Of the first of them, without its indentation. */
  readonly start: number;
  /** The beginning of the first line that says something after them. */
  readonly end: number;
}

/** The block collections that the change is in, from the outside in. */
function blocksAround(text: string, root: JsonContent, rootStart: number, change: TextChange): readonly Block[] {
  const blocks: Block[] = [];
  let content: JsonContent | undefined = root;
  let at = rootStart;
  let after = text.length;
  while (content && content.kind !== 'scalar' && content.block && content.starts.length) {
    const block = blockIn(text, content, at, after, change);
    if (!block) break;
    blocks.push(block);
    const child: ChildPlace | undefined = block.from === block.to ? childOf(content, block.from) : undefined;
    if (!child) break;
    after = block.end;
    at += child.start;
    content = child.content;
  }
  return blocks;
}

function blockIn(text: string, content: ObjectContent | ArrayContent, at: number, after: number, change: TextChange): Block | undefined {
  const column = at - lineStart(text, at);
  if (!/^[ -]*$/.test(text.slice(at - column, at)) || (content.kind === 'object' && content.starts[0] !== 0)) return undefined;
  const count = content.starts.length;
  /** Where the line of a member or item begins; of the first one it may begin with the dashes of what is around the collection. */
  const begin = (i: number) => (i === 0 ? at : beginOf(text, content, at + (content.starts[i] as number), column));
  const from = lastBy(count, (i) => begin(i) <= change.start);
  const to = lastBy(count, (i) => begin(i) <= change.oldEnd);
  if (from < 0) return undefined;
  const start = begin(from) + (from && column);
  const end = to + 1 < count ? begin(to + 1) : after;
  // An edit in the indentation changes which collection the line belongs to, and one up to the next line where that begins.
  if (!Number.isFinite(start + end) || change.start < start || (change.oldEnd >= end && end < text.length)) return undefined;
  return { content, at, column, from, to, count, after, start, end };
}

/** The same block with one more member or item on each side. */
function widened(text: string, block: Block): Block | undefined {
  const { content, at, column, count, after } = block;
  const begin = (i: number) => beginOf(text, content, at + (content.starts[i] as number), column);
  const from = Math.max(0, block.from - 1);
  const to = Math.min(count - 1, block.to + 1);
  const start = from ? begin(from) + column : at;
  const end = to + 1 < count ? begin(to + 1) : after;
  return Number.isFinite(start + end) ? { ...block, from, to, start, end } : undefined;
}

/** The last index for which something is true that is true of all before it; -1 where it is true of none. */
function lastBy(count: number, isTrue: (i: number) => boolean): number {
  let low = -1;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isTrue(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The line with the key, or with the dash, of what begins at an offset; not a number where that can't be told. */
function beginOf(text: string, { kind }: ObjectContent | ArrayContent, offset: number, column: number): number {
  if (kind === 'object')
    return lineStart(text, offset) === offset - column && isBlank(text, offset - column, offset) ? offset - column : Number.NaN;
  // The dash may be on a line before, with comments after it.
  let line = lineStart(text, offset);
  for (let tries = 0; tries < 20 && line >= 0; tries++) {
    if (text[line + column] === '-' && isBlank(text, line, line + column)) return line;
    if (tries ? !/^\s*(?:#|$)/.test(text.slice(line, text.indexOf('\n', line))) : !isBlank(text, line, offset)) break;
    line = line ? lineStart(text, line - 1) : -1;
  }
  return Number.NaN;
}

const lineStart = (text: string, offset: number): number => (offset ? text.lastIndexOf('\n', offset - 1) + 1 : 0);

const isBlank = (text: string, start: number, end: number): boolean => /^ *$/.test(text.slice(start, end));

interface ChildPlace {
  readonly content: JsonContent;
  readonly start: number;
}

function childOf(content: ObjectContent | ArrayContent, index: number): ChildPlace | undefined {
  const start = content.starts[index] as number;
  if (content.kind === 'array') return { content: content.items[index] as JsonContent, start };
  const { value, valueStart } = content.members[index] as MemberContent;
  return value && { content: value, start: start + valueStart };
}

/** The collection of a block with what was read in the place of its members or items; what follows is moved. */
function withRead({ content, from, to, start, at }: Block, read: ObjectContent | ArrayContent, delta: number): JsonContent | undefined {
  const spliced = <C>(all: readonly C[], own: readonly C[]): readonly C[] => [...all.slice(0, from), ...own, ...all.slice(to + 1)];
  const starts = [
    ...content.starts.slice(0, from),
    ...read.starts.map((one) => one + start - at),
    ...content.starts.slice(to + 1).map((one) => one + delta),
  ];
  if (content.kind === 'array' && read.kind === 'array') return blockList(spliced(content.items, read.items), starts);
  return content.kind === 'object' && read.kind === 'object' ? blockMap(spliced(content.members, read.members), starts) : undefined;
}

/** The collection of a block with another content in the place of the value of its member, or of its item. */
function withChild({ content, from }: Block, child: JsonContent, delta: number): JsonContent {
  const starts = delta ? content.starts.map((start, i) => (i > from ? start + delta : start)) : content.starts;
  if (content.kind === 'array') return blockList(content.items.with(from, child), starts);
  const { key, valueStart } = content.members[from] as MemberContent;
  return blockMap(content.members.with(from, memberOf(key, child, valueStart)), starts);
}

/** A block collection ends with its last child, not with the comments and blank lines after it. */
const blockMap = (members: readonly MemberContent[], starts: readonly number[]): ObjectContent => ({
  kind: 'object',
  length: (starts.at(-1) ?? 0) + (members.at(-1)?.length ?? 0),
  members,
  starts,
  block: true,
});

const blockList = (items: readonly JsonContent[], starts: readonly number[]): ArrayContent => ({
  kind: 'array',
  length: Math.max(1, (starts.at(-1) ?? 0) + (items.at(-1)?.length ?? 0)),
  items,
  starts,
  block: true,
});

const memberOf = (key: ScalarContent, value: JsonContent | undefined, valueStart: number): MemberContent => ({
  length: Math.max(key.length, value ? valueStart + value.length : 0),
  key,
  ...(value && { value }),
  valueStart,
});

/** What a node says without its place; undefined where it has anchors, aliases or unusual keys, or is nested deeply. */
export function contentFrom(node: Node, depth = 0): JsonContent | undefined {
  if (node.anchor !== undefined || node.kind === 'alias' || depth > deepest) return undefined;
  const { start, end } = node.span;
  const length = end - start;
  if (node.kind === 'scalar') return scalarFrom(node);
  const starts: number[] = [];
  if (node.kind === 'array') {
    const items: JsonContent[] = [];
    for (const item of node.items) {
      const content = contentFrom(item, depth + 1);
      if (!content) return undefined;
      items.push(content);
      starts.push(item.span.start - start);
    }
    return { kind: 'array', length, items, starts, ...(!node.flow && { block: true }) };
  }
  const members: MemberContent[] = [];
  for (const { key, value } of node.members) {
    const content = value && contentFrom(value, depth + 1);
    if (!isPlainKey.test(key.raw) || key.anchor !== undefined || (value && !content)) return undefined;
    members.push(memberOf(scalarFrom(key), content, value ? value.span.start - key.span.start : 0));
    starts.push(key.span.start - start);
  }
  return { kind: 'object', length, members, starts, ...(!node.flow && { block: true }) };
}

/** Collections, aliases and nothing at all are no keys of the files that are read here. */
const isPlainKey = /^[^[{*&!?:|>\s]/;

const scalarFrom = ({ span, value, raw, quoted }: ScalarNode): ScalarContent => ({
  kind: 'scalar',
  length: span.end - span.start,
  value,
  raw,
  quoted,
});
