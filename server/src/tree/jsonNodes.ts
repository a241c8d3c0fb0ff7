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

/** The same for a member of an object. It is given the member as if its text were all there is. */
export function workedOutMember<T>(member: Member, make: (member: Member) => T): T {
  if (!(member instanceof PlacedMember)) return make(member);
  const { content } = member;
  if (content.kept?.by !== make) content.kept = { by: make, value: make(memberAlone(content)) };
  return content.kept.value as T;
}

function memberAlone(content: MemberContent): Member {
  const [member] = new PlacedObject({ kind: 'object', length: content.length, members: [content], starts: [0] }, 0, undefined).members;
  return member as Member;
}

const between = (start: number, end: number): Span => ({ start, end });

class PlacedObject implements ObjectNode {
  readonly kind = 'object';
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

  get flow(): boolean {
    return !this.content.block;
  }

  get members(): readonly Member[] {
    const { members, starts } = this.content;
    this.#members ??= members.map((member, i) => new PlacedMember(member, this.span.start + (starts[i] as number), this));
    return this.#members;
  }
}

class PlacedMember implements Member {
  #key: ScalarNode | undefined;
  #value: Node | undefined;

  constructor(
    readonly content: MemberContent,
    private readonly start: number,
    private readonly holder: PlacedObject,
  ) {}

  get key(): ScalarNode {
    this.#key ??= new PlacedScalar(this.content.key, this.start, this.holder);
    return this.#key;
  }

  get span(): Span {
    return between(this.start, this.start + this.content.length);
  }

  get value(): Node | undefined {
    const { value, valueStart } = this.content;
    if (value) this.#value ??= placed(value, this.start + valueStart, this.holder);
    return this.#value;
  }
}

class PlacedArray implements ArrayNode {
  readonly kind = 'array';
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

  get flow(): boolean {
    return !this.content.block;
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
