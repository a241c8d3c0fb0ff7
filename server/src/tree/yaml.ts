import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { code, type Span, span } from '../core';
import { countDecoded } from './aliases';
import type { JsonContent } from './jsonContent';
import { placed } from './jsonNodes';
import type { AliasNode, ArrayNode, Member, Node, ObjectNode, ScalarNode, ScalarValue, SyntaxProblem, Tree } from './tree';
import { type BlockReading, contentFrom, type FormerYaml, readBlockAgain, readLeniently } from './yamlAgain';
import { documentOf } from './yamlDocument';
import { isInKey, wordsFor } from './yamlProblems';

/**
 * Parses one YAML document with recovery (see `stream.ts` for files with several). Plain words are read as Kubernetes
 * reads them, with go-yaml v2's booleans: `yes`, `on`, `no`, `off` and their capitals are true and false.
 */
export const parseYaml = (text: string): Tree => parsed(text);

/** What trees say without their places; undefined where they can't be read again in blocks. */
const contents = new WeakMap<Tree, JsonContent | undefined>();

/** The same for a long text: an edit of it is read from what is kept of it. */
export function parseLongYaml(text: string): Tree {
  const tree = parsed(text);
  const content = contentOfTree(tree);
  return content && tree.root
    ? keptTree(text, {
        content,
        start: tree.root.span.start,
        problems: tree.problems,
        comments: tree.comments,
        lenient: readLeniently.has(tree),
      })
    : tree;
}

/**
 * The same after an edit: only the block around the change is parsed again where that is enough, and contents that the change does not touch are the
 * same objects.
 */
export function parseEditedYaml(text: string, former: FormerYaml): Tree {
  const { tree } = former;
  if (!contents.has(tree)) contents.set(tree, tree.syntax === 'yaml' ? contentOfTree(tree) : undefined);
  const before = contents.get(tree);
  const again = before && readBlockAgain(text, before, former, parsed);
  return again ? keptTree(text, again) : parseLongYaml(text);
}

const contentOfTree = ({ root, problems }: Tree): JsonContent | undefined =>
  root && problems.every(isInKey) ? contentFrom(root) : undefined;

function keptTree(text: string, { content, start, problems, comments, lenient }: BlockReading): Tree {
  const tree: Tree = { text, syntax: 'yaml', root: placed(content, start, undefined), problems, comments };
  contents.set(tree, content);
  if (lenient) readLeniently.add(tree);
  return tree;
}

function parsed(text: string): Tree {
  try {
    const { document, lenient } = documentOf(text);
    const converter = new Converter(text);
    const root = document.contents ? converter.node(document.contents as ParsedNode, undefined) : undefined;
    const refused = root ? converter.aliasProblems(root) : [];
    const tree: Tree = {
      text,
      syntax: 'yaml',
      ...(root && { root }),
      problems: [
        ...converter.tooDeep,
        ...document.errors.map((error) => {
          const place = inside(text, error.pos[0], error.pos[1]);
          return { span: place, message: wordsFor(error, text.slice(place.start, place.end)) };
        }),
        ...refused,
      ],
      comments: commentsIn(text, root),
    };
    if (lenient) readLeniently.add(tree);
    return tree;
  } catch (error) {
    // The parser recurses, and refuses some texts (too many aliases) by throwing.
    const message = error instanceof RangeError ? nestedTooDeeply : 'The text cannot be read as YAML.';
    return { text, syntax: 'yaml', problems: [{ span: inside(text, 0, 1), message }], comments: [] };
  }
}

/** The tree of a text that is known to be well formed, parsed as soon as something needs it. */
export function lazyYaml(text: string): Tree {
  let made: Tree | undefined;
  const parsed = () => {
    made ??= parseYaml(text);
    return made;
  };
  return {
    text,
    syntax: 'yaml',
    problems: [],
    get root() {
      return parsed().root as Node;
    },
    get comments() {
      return parsed().comments;
    },
  };
}

function inside(text: string, start: number, end: number): Span {
  const from = Math.min(start, text.length);
  return span(from, Math.max(from, Math.min(end, text.length)));
}

const nestedTooDeeply = 'The text is nested too deeply to be read.';

/** Collections within collections that are read; each of their readers recurses. */
const deepest = 400;

/** Converts the library's nodes; remembers anchors for the aliases that follow. */
class Converter {
  private readonly anchors = new Map<string, Node>();
  /** The first collection that is too deep: it counts as a word. */
  readonly tooDeep: SyntaxProblem[] = [];
  private readonly aliases: { -readonly [K in keyof AliasNode]: AliasNode[K] }[] = [];

  constructor(private readonly text: string) {}

  /**
   * Why go-yaml refuses the document because of its aliases. When they repeat too much, none of them leads anywhere: the tree is
   * as large as its text, and following it always ends.
   */
  aliasProblems(root: Node): readonly SyntaxProblem[] {
    const unknown = this.aliases.find((alias) => !alias.target);
    const problem = this.aliases.length ? countDecoded(root).problem : undefined;
    if (problem) for (const alias of this.aliases) delete alias.target;
    if (!unknown) return problem ? [problem] : [];
    return [{ span: unknown.span, message: `No anchor ${code(unknown.name)} before this alias: go-yaml refuses the document.` }];
  }

  node(node: ParsedNode, parent: ObjectNode | ArrayNode | undefined, depth = 0): Node {
    const [start, end] = node.range;
    const base = { ...(parent && { parent }), ...(!isAlias(node) && node.anchor && { anchor: node.anchor }) };
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      const alias = { kind: 'alias', span: span(start, end), ...base, name: node.source, ...(target && { target }) } satisfies AliasNode;
      this.aliases.push(alias);
      return alias;
    }
    if (depth > deepest && (isMap(node) || isSeq(node))) return this.cut(start, end, base);
    if (isMap(node)) {
      const members: Member[] = [];
      const place = { start, end };
      const object: ObjectNode = { kind: 'object', span: place, ...base, members, flow: node.flow ?? false };
      if (node.anchor) this.anchors.set(node.anchor, object);
      for (const pair of node.items) {
        const key = this.key(pair.key as ParsedNode | null, object, pair.value as ParsedNode | null);
        const value = pair.value && this.node(pair.value as ParsedNode, object, depth + 1);
        members.push({ key, ...(value && { value }), span: span(key.span.start, Math.max(key.span.end, value?.span.end ?? 0)) });
      }
      // A block collection ends with its last child, not with the comments and blank lines after it.
      if (!object.flow) place.end = members.at(-1)?.span.end ?? end;
      return object;
    }
    if (isSeq(node)) {
      const items: Node[] = [];
      const place = { start, end };
      const array: ArrayNode = { kind: 'array', span: place, ...base, items, flow: node.flow ?? false };
      if (node.anchor) this.anchors.set(node.anchor, array);
      for (const item of node.items) items.push(this.node(item as ParsedNode, array, depth + 1));
      if (!array.flow) place.end = Math.max(items.at(-1)?.span.end ?? end, start + 1);
      return array;
    }
    const scalar = this.scalar(node, start, end, base);
    if (scalar.anchor) this.anchors.set(scalar.anchor, scalar);
    return scalar;
  }

  private cut(start: number, end: number, base: { parent?: ObjectNode | ArrayNode; anchor?: string }): ScalarNode {
    if (!this.tooDeep.length) this.tooDeep.push({ span: span(start, Math.min(start + 1, end)), message: nestedTooDeeply });
    const raw = this.text.slice(start, end);
    return { kind: 'scalar', span: span(start, end), ...base, value: raw, raw, quoted: false };
  }

  private key(key: ParsedNode | null, parent: ObjectNode, value: ParsedNode | null): ScalarNode {
    if (key && isScalar(key)) {
      const scalar = this.scalar(key, key.range[0], key.range[1], { parent });
      return scalar.quoted ? scalar : { ...scalar, value: scalar.raw };
    }
    // Collections and aliases as keys mean nothing in the files we read; keep their text.
    const start = key?.range?.[0] ?? value?.range?.[0] ?? parent.span.start;
    const end = key?.range?.[1] ?? start;
    const raw = this.text.slice(start, end);
    return { kind: 'scalar', span: span(start, end), parent, value: raw, raw, quoted: false };
  }

  private scalar(
    node: ParsedNode,
    start: number,
    rangeEnd: number,
    base: { parent?: ObjectNode | ArrayNode; anchor?: string },
  ): ScalarNode {
    let end = rangeEnd;
    const type = isScalar(node) ? node.type : undefined;
    const quoted = type !== undefined && type !== 'PLAIN';
    if (type === 'BLOCK_LITERAL' || type === 'BLOCK_FOLDED') {
      while (end > start && /[\r\n]/.test(this.text[end - 1] as string)) end--;
    }
    const value = isScalar(node) ? (quoted || node.tag ? asScalar(node.value) : plainValue(node.source ?? '', node.value)) : null;
    return { kind: 'scalar', span: span(start, end), ...base, value, raw: this.text.slice(start, end), quoted };
  }
}

function asScalar(value: unknown): ScalarValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value === null
      ? null
      : String(value);
}

const yes = /^(?:y|Y|yes|Yes|YES|on|On|ON)$/;
const no = /^(?:n|N|no|No|NO|off|Off|OFF)$/;

/** go-yaml v2 `resolve.go`: the words of YAML 1.1 besides those of the core schema, and octal numbers with a leading 0. */
function plainValue(source: string, value: unknown): ScalarValue {
  if (yes.test(source)) return true;
  if (no.test(source)) return false;
  if (/^[-+]?0[0-7]+$/.test(source)) return Number.parseInt(source.replace(/^([-+]?)0+(?=.)/, '$1'), 8);
  return asScalar(value);
}

/** `#` at the start of a line or after a blank opens a comment, unless it is inside a scalar. */
function commentsIn(text: string, root: Node | undefined): readonly Span[] {
  const comments: Span[] = [];
  if (!text.includes('#')) return comments;
  const scalars: Span[] = [];
  collectScalars(root, scalars);
  let next = 0;
  for (const match of text.matchAll(/(^|[ \t\n\r])(#[^\n\r]*)/g)) {
    const start = match.index + (match[1] as string).length;
    while (next < scalars.length && (scalars[next] as Span).end <= start) next++;
    const scalar = scalars[next];
    if (scalar && scalar.start < start) continue;
    comments.push(span(start, start + (match[2] as string).length));
  }
  return comments;
}

/** Spans of keys and values in text order. */
function collectScalars(node: Node | undefined, into: Span[]): void {
  if (!node) return;
  if (node.kind === 'scalar') into.push(node.span);
  else if (node.kind === 'array') for (const item of node.items) collectScalars(item, into);
  else if (node.kind === 'object') {
    for (const member of node.members) {
      into.push(member.key.span);
      collectScalars(member.value, into);
    }
  }
}
