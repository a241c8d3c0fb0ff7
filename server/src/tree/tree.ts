import type { Span } from '../core';

/**
 * One tolerant value tree for JSON, YAML and TOML. Any text gives a tree; what is wrong with it is in `problems`.
 * Nodes know their parent, so a node alone says where it is.
 */
export interface Tree {
  readonly text: string;
  readonly syntax: 'json' | 'yaml' | 'toml';
  /** Absent for an empty text. */
  readonly root?: Node;
  readonly problems: readonly SyntaxProblem[];
  /** Comments of YAML and TOML, and JSON ones although no strict reader takes them. Spans include the `#` or slashes. */
  readonly comments: readonly Span[];
}

export interface SyntaxProblem {
  readonly span: Span;
  readonly message: string;
}

export type Node = ObjectNode | ArrayNode | ScalarNode | AliasNode;

interface NodeBase {
  readonly span: Span;
  /** The object or array that contains it; absent at the root. */
  readonly parent?: ObjectNode | ArrayNode;
  /** YAML anchor (`&name`) without the ampersand. */
  readonly anchor?: string;
}

export interface ObjectNode extends NodeBase {
  readonly kind: 'object';
  /** In text order; a key may occur twice. */
  readonly members: readonly Member[];
  /** Written with braces. Always true in JSON; false for a table of TOML. */
  readonly flow: boolean;
}

export interface Member {
  readonly key: ScalarNode;
  /** Absent where the text breaks off. */
  readonly value?: Node;
  readonly span: Span;
}

export interface ArrayNode extends NodeBase {
  readonly kind: 'array';
  readonly items: readonly Node[];
  readonly flow: boolean;
}

export type ScalarValue = string | number | boolean | null;

export interface ScalarNode extends NodeBase {
  readonly kind: 'scalar';
  readonly value: ScalarValue;
  /** As written, with quotes. */
  readonly raw: string;
  readonly quoted: boolean;
}

export interface AliasNode extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  readonly target?: Node;
}

export type Path = readonly (string | number)[];

/** The node that an alias stands for; any other node is itself. */
export function resolved(node: Node | undefined): ObjectNode | ArrayNode | ScalarNode | undefined {
  let current = node;
  for (let hops = 0; current?.kind === 'alias'; hops++) {
    if (hops > 32) return undefined;
    current = current.target;
  }
  return current;
}

/** Members of an object, with those that YAML's `<<` adds after its own; empty for anything else. */
export function membersOf(node: Node | undefined): readonly Member[] {
  const object = resolved(node);
  if (object?.kind !== 'object') return [];
  return object.members.some(isMerge) ? mergedMembers(object, new Set()) : object.members;
}

/** What merges combine, made once for each object: many objects may merge the same large one. */
const merged = new WeakMap<ObjectNode, readonly Member[]>();

/** Merges within merges beyond this depth add nothing. */
const deepestMerge = 200;

function mergedMembers(object: ObjectNode, open: Set<Node>): readonly Member[] {
  const known = merged.get(object);
  if (known) return known;
  // An anchor cannot contain itself in valid YAML, but a broken text may say so.
  if (open.has(object) || open.size > deepestMerge) return [];
  open.add(object);
  const all = object.members.filter((member) => !isMerge(member));
  const names = new Set(all.map((member) => String(member.key.value)));
  for (const merge of object.members.filter(isMerge)) {
    const source = resolved(merge.value);
    for (const from of new Set(source?.kind === 'array' ? source.items.map(resolved) : [source])) {
      if (from?.kind !== 'object') continue;
      for (const member of from.members.some(isMerge) ? mergedMembers(from, open) : from.members) {
        if (names.has(String(member.key.value))) continue;
        names.add(String(member.key.value));
        all.push(member);
      }
    }
  }
  open.delete(object);
  merged.set(object, all);
  return all;
}

const isMerge = (member: Member): boolean => member.key.value === '<<' && !member.key.quoted;

/** Items of an array; empty for anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  const array = resolved(node);
  return array?.kind === 'array' ? array.items : [];
}

/** The last member of that name: later ones win in every reader that takes duplicates. */
export function memberOf(node: Node | undefined, key: string): Member | undefined {
  const object = resolved(node);
  if (object?.kind !== 'object') return undefined;
  // An object's own members win over what a merge adds.
  const own = lastMember(object.members, key);
  if ((own && !isMerge(own)) || !object.members.some(isMerge)) return own;
  return lastMember(membersOf(object), key);
}

/** A plain loop: rules ask this of every object of a text again and again. */
function lastMember(members: readonly Member[], key: string): Member | undefined {
  for (let i = members.length - 1; i >= 0; i--) if (members[i]?.key.value === key) return members[i];
  return undefined;
}

export const get = (node: Node | undefined, key: string): Node | undefined => memberOf(node, key)?.value;

/** Whether the last step of a path is not written there but brought in by `<<`: what is written there instead wins, and leaves the other alone. */
export function isMergedIn(root: Node | undefined, path: Path): boolean {
  const holder = resolved(find(root, path.slice(0, -1)));
  const key = path.at(-1);
  return (
    holder?.kind === 'object' && !holder.members.some((member) => member.key.value === key) && memberOf(holder, String(key)) !== undefined
  );
}

/** Follows keys and indexes; undefined as soon as one is missing. */
export function find(node: Node | undefined, path: Path): Node | undefined {
  let current = node;
  for (const step of path) current = typeof step === 'number' ? itemsOf(current)[step] : get(current, step);
  return current;
}

export function stringOf(node: Node | undefined): string | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? scalar.value : undefined;
}

export function numberOf(node: Node | undefined): number | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'number' ? scalar.value : undefined;
}

export function booleanOf(node: Node | undefined): boolean | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'boolean' ? scalar.value : undefined;
}

export function isNull(node: Node | undefined): boolean {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && scalar.value === null;
}

/** Keys and indexes from the root to the node. */
export function pathTo(node: Node): Path {
  const path: (string | number)[] = [];
  let child: Node = node;
  for (let holder = node.parent; holder; holder = holder.parent) {
    const current = child;
    if (holder.kind === 'array') path.unshift(holder.items.indexOf(current));
    else path.unshift(String(holder.members.find((member) => member.value === current || member.key === current)?.key.value ?? ''));
    child = holder;
  }
  return path;
}

/** The member whose value (or key) the node is. */
export function holderOf(node: Node): Member | undefined {
  if (node.parent?.kind !== 'object') return undefined;
  return node.parent.members.find((member) => member.value === node || member.key === node);
}

/**
 * A plain value, aliases and merges resolved; `__proto__` is an ordinary key. What nests beyond 200 levels becomes null. The value
 * of an anchor is made once: all of its aliases share it.
 */
export const toValue = (node: Node | undefined): unknown => plainValue(node, 0, new Map());

function plainValue(node: Node | undefined, depth: number, anchors: Map<Node, unknown>): unknown {
  const actual = resolved(node);
  if (!actual || depth > 200) return null;
  if (actual.kind === 'scalar') return actual.value;
  const known = actual.anchor === undefined ? undefined : anchors.get(actual);
  if (known) return known;
  const value =
    actual.kind === 'array'
      ? actual.items.map((item) => plainValue(item, depth + 1, anchors))
      : recordOf(membersOf(actual), (member) => plainValue(member.value, depth + 1, anchors));
  // After its content: a text that says that an anchor contains itself never makes a ring of values.
  if (actual.anchor !== undefined) anchors.set(actual, value);
  return value;
}

function recordOf(members: readonly Member[], value: (member: Member) => unknown): Record<string, unknown> {
  const record = Object.create(null) as Record<string, unknown>;
  for (const member of members) record[String(member.key.value)] = value(member);
  return record;
}

export interface LocatedNode {
  /** The deepest node that the offset touches. */
  readonly node: Node;
  /** The member that the node belongs to as key or value. */
  readonly member?: Member;
  readonly onKey: boolean;
}

/** What is at an offset: scalars count at both of their edges. */
export function locate(tree: Tree, offset: number): LocatedNode | undefined {
  let node = tree.root;
  if (!node || offset < node.span.start || offset > node.span.end) return undefined;
  for (;;) {
    if (node.kind === 'object') {
      const member: Member | undefined = pick(node.members, offset, tree.syntax === 'toml');
      if (!member) return { node, onKey: false };
      if (within(member.key.span, offset)) return { node: member.key, member, onKey: true };
      if (!member.value || !within(member.value.span, offset)) return { node, onKey: false };
      if (member.value.kind === 'scalar' || member.value.kind === 'alias') return { node: member.value, member, onKey: false };
      node = member.value;
    } else if (node.kind === 'array') {
      const item: Node | undefined = pick(node.items, offset, false);
      if (!item) return { node, onKey: false };
      node = item;
    } else return { node, onKey: false };
  }
}

const within = (place: Span, offset: number): boolean => place.start <= offset && offset <= place.end;

/** Binary search: children are in text order and do not overlap, but for tables of TOML that begin again further down. */
function pick<T extends { readonly span: Span }>(children: readonly T[], offset: number, overlapping: boolean): T | undefined {
  let low = 0;
  let high = children.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((children[middle] as T).span.start <= offset) low = middle;
    else high = middle - 1;
  }
  if (overlapping) return children.slice(0, low + 1).findLast((child) => within(child.span, offset));
  const child = children[low];
  return child && within(child.span, offset) ? child : undefined;
}

/** Every node below and with `node`, parents first, keys left out. Does not follow aliases. */
export function* walk(node: Node | undefined): Generator<Node> {
  const open: Node[] = node ? [node] : [];
  for (let current = open.pop(); current; current = open.pop()) {
    yield current;
    if (current.kind === 'array') for (let i = current.items.length - 1; i >= 0; i--) open.push(current.items[i] as Node);
    else if (current.kind === 'object') {
      for (let i = current.members.length - 1; i >= 0; i--) {
        const { value } = current.members[i] as Member;
        if (value) open.push(value);
      }
    }
  }
}

/** Aliases through which the node, or something around it, is used elsewhere too: editing it changes those places. */
export function aliasesOf(tree: Tree, node: Node): readonly AliasNode[] {
  const shared = new Set<Node>();
  for (let current: Node | undefined = node; current; current = current.parent) if (current.anchor) shared.add(current);
  if (!shared.size) return [];
  return [...walk(tree.root)].filter((other): other is AliasNode => other.kind === 'alias' && !!other.target && shared.has(other.target));
}
