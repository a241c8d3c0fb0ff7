import type { Span } from '../core';
import type { ArrayContent, JsonContent, MemberContent, ObjectContent, ScalarContent } from './jsonContent';
import type { ArrayNode, Member, Node, ObjectNode, ScalarNode, ScalarValue } from './tree';

/** The nodes of a content at a place. Each is made when it is asked for: a look at one member of a large file makes no others. */
export function placed(content: JsonContent, start: number, parent: ObjectNode | ArrayNode | undefined): Node {
  if (content.kind === 'object') return new PlacedObject(content, start, parent);
  if (content.kind === 'array') return new PlacedArray(content, start, parent);
  return new PlacedScalar(content, start, parent);
}

/** What a node says without its place, the same object as long as its text is the same; undefined for nodes that are not kept so. */
export const contentOf = (node: Node): JsonContent | undefined =>
  node instanceof PlacedObject || node instanceof PlacedArray || node instanceof PlacedScalar ? node.content : undefined;

/**
 * What `make` works out of an object without regard to its place: once as long as its text is the same. It is given the object as if its text
 * were all there is; an object that is not kept so is given as it is, each time.
 */
export function workedOut<T>(node: ObjectNode, make: (node: ObjectNode) => T): T {
  if (!(node instanceof PlacedObject)) return make(node);
  const { content } = node;
  if (content.kept?.by !== make) content.kept = { by: make, value: make(new PlacedObject(content, 0, undefined)) };
  return content.kept.value as T;
}

const between = (start: number, end: number): Span => ({ start, end });

class PlacedObject implements ObjectNode {
  readonly kind = 'object';
  readonly flow = true;
  readonly span: Span;
  readonly parent?: ObjectNode | ArrayNode;
  #members: readonly Member[] | undefined;

  constructor(
    readonly content: ObjectContent,
    start: number,
    parent: ObjectNode | ArrayNode | undefined,
  ) {
    this.span = between(start, start + content.length);
    if (parent) this.parent = parent;
  }

  get members(): readonly Member[] {
    this.#members ??= this.content.members.map((member) => new PlacedMember(member, this));
    return this.#members;
  }
}

class PlacedMember implements Member {
  readonly key: ScalarNode;
  readonly span: Span;
  #value: Node | undefined;

  constructor(
    private readonly content: MemberContent,
    private readonly holder: PlacedObject,
  ) {
    const { start } = holder.span;
    this.key = new PlacedScalar(content.key, start + content.keyStart, holder);
    this.span = between(start + content.start, start + content.end);
  }

  get value(): Node | undefined {
    const { value, valueStart } = this.content;
    if (value) this.#value ??= placed(value, this.holder.span.start + valueStart, this.holder);
    return this.#value;
  }
}

class PlacedArray implements ArrayNode {
  readonly kind = 'array';
  readonly flow = true;
  readonly span: Span;
  readonly parent?: ObjectNode | ArrayNode;
  #items: readonly Node[] | undefined;

  constructor(
    readonly content: ArrayContent,
    start: number,
    parent: ObjectNode | ArrayNode | undefined,
  ) {
    this.span = between(start, start + content.length);
    if (parent) this.parent = parent;
  }

  get items(): readonly Node[] {
    const { items, starts } = this.content;
    this.#items ??= items.map((item, i) => placed(item, this.span.start + (starts[i] as number), this));
    return this.#items;
  }
}

class PlacedScalar implements ScalarNode {
  readonly kind = 'scalar';
  readonly span: Span;
  readonly parent?: ObjectNode | ArrayNode;

  constructor(
    readonly content: ScalarContent,
    start: number,
    parent: ObjectNode | ArrayNode | undefined,
  ) {
    this.span = between(start, start + content.length);
    if (parent) this.parent = parent;
  }

  get value(): ScalarValue {
    return this.content.value;
  }

  get raw(): string {
    return this.content.raw;
  }

  get quoted(): boolean {
    return this.content.quoted;
  }
}
