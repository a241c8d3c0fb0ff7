import type { AST } from 'toml-eslint-parser';
import { type Span, span } from '../core';
import type { TomlTable } from './tomlTables';
import type { ArrayNode, Member, Node, ObjectNode, ScalarNode } from './tree';

export const spanOf = ([start, end]: readonly [number, number]): Span => span(start, end);

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Puts together what TOML spreads over the text: `[a.b]`, `[a.c]` and `a.d = 1` are one object `a`. */
export class TomlTreeBuilder {
  readonly root: ObjectNode;
  readonly tables: TomlTable[] = [];
  private readonly names = new Map<ObjectNode, Map<string, Member>>();
  private readonly holders = new Map<Node, Member>();

  constructor(private readonly text: string) {
    this.root = { kind: 'object', span: span(0, text.length), members: [], flow: false };
    this.names.set(this.root, new Map());
  }

  add(entry: AST.TOMLKeyValue | AST.TOMLTable): void {
    if (entry.type === 'TOMLTable') this.addTable(entry);
    else this.addPair(this.root, entry);
  }

  private object(place: Span, parent: ObjectNode | ArrayNode, flow: boolean): ObjectNode {
    const made: ObjectNode = { kind: 'object', span: place, parent, members: [], flow };
    this.names.set(made, new Map());
    return made;
  }

  private addMember(to: ObjectNode, key: AST.TOMLKey['keys'][number], make: (parent: ObjectNode) => Node): Node {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    const place = spanOf(key.range);
    const keyNode: ScalarNode = {
      kind: 'scalar',
      span: place,
      parent: to,
      value: name,
      raw: this.text.slice(place.start, place.end),
      quoted: key.type !== 'TOMLBare',
    };
    const value = make(to);
    const member: Member = { key: keyNode, value, span: span(place.start, Math.max(place.end, value.span.end)) };
    (to.members as Member[]).push(member);
    this.names.get(to)?.set(name, member);
    this.holders.set(value, member);
    return value;
  }

  /** The object that a key leads to; what is missing is made, of a list of tables the last one is meant. */
  private step(from: ObjectNode, key: AST.TOMLKey['keys'][number], place: Span): ObjectNode {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    const there = this.names.get(from)?.get(name)?.value;
    const target = there?.kind === 'array' ? there.items.at(-1) : there;
    if (target?.kind === 'object') return target;
    return this.addMember(from, key, (parent) => this.object(place, parent, false)) as ObjectNode;
  }

  private grow(node: Node, end: number): void {
    for (let current: Node | undefined = node; current && current !== this.root; current = current.parent) {
      const holder: Writable<Member> | undefined = this.holders.get(current);
      if (current.span.end < end) (current as Writable<Node>).span = span(current.span.start, end);
      if (holder && holder.span.end < end) holder.span = span(holder.span.start, end);
    }
  }

  private addTable(entry: AST.TOMLTable): void {
    const place = spanOf(entry.range);
    const [last, ...before] = [...entry.key.keys].reverse();
    if (!last) return;
    let holder = this.root;
    for (const key of before.reverse()) holder = this.step(holder, key, place);
    const node = entry.kind === 'array' ? this.addItem(holder, last, place) : this.step(holder, last, place);
    this.tables.push({ start: place.start, node });
    for (const pair of entry.body) this.addPair(node, pair);
    this.grow(node, place.end);
  }

  private addItem(holder: ObjectNode, key: AST.TOMLKey['keys'][number], place: Span): ObjectNode {
    const name = key.type === 'TOMLBare' ? key.name : key.value;
    const there = this.names.get(holder)?.get(name)?.value;
    const array =
      there?.kind === 'array'
        ? there
        : this.addMember(holder, key, (parent) => ({ kind: 'array', span: place, parent, items: [], flow: false }));
    const item = this.object(place, array as ArrayNode, false);
    ((array as ArrayNode).items as Node[]).push(item);
    return item;
  }

  private addPair(to: ObjectNode, { key, value, range }: AST.TOMLKeyValue): void {
    const [last, ...before] = [...key.keys].reverse();
    if (!last) return;
    let holder = to;
    for (const name of before.reverse()) holder = this.step(holder, name, spanOf(range));
    this.addMember(holder, last, (parent) => this.nodeOf(value, parent));
    this.grow(holder, range[1]);
  }

  private nodeOf(value: AST.TOMLContentNode, parent: ObjectNode | ArrayNode): Node {
    const place = spanOf(value.range);
    if (value.type === 'TOMLInlineTable') {
      const made = this.object(place, parent, true);
      for (const pair of value.body) this.addPair(made, pair);
      return made;
    }
    if (value.type === 'TOMLArray') {
      const items: Node[] = [];
      const array: ArrayNode = { kind: 'array', span: place, parent, items, flow: true };
      for (const element of value.elements) items.push(this.nodeOf(element, array));
      return array;
    }
    const raw = this.text.slice(place.start, place.end);
    // Dates have no kind of their own in the tree: they are words without quotes.
    const plain = value.value instanceof Date ? raw : value.value;
    return { kind: 'scalar', span: place, parent, value: plain, raw, quoted: value.kind === 'string' };
  }
}
