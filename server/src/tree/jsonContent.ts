import type { Node as JsonNode } from 'jsonc-parser';
import type { ScalarValue } from './tree';

/**
 * What a stretch of JSON says, in offsets from its own start. It knows neither its place nor what is around it, so that the versions of a text
 * share what an edit does not touch, and what is worked out of it is kept as long as its text is the same.
 */
export type JsonContent = ObjectContent | ArrayContent | ScalarContent;

export interface ObjectContent {
  readonly kind: 'object';
  readonly length: number;
  /** What was worked out of it, and by what. Here and not in a map beside it, which the garbage collector would walk again and again. */
  kept?: { readonly by: unknown; readonly value: unknown };
  readonly members: readonly MemberContent[];
}

export interface MemberContent {
  readonly start: number;
  readonly end: number;
  readonly key: ScalarContent;
  readonly keyStart: number;
  /** Absent where the text breaks off. */
  readonly value?: JsonContent;
  readonly valueStart: number;
}

export interface ArrayContent {
  readonly kind: 'array';
  readonly length: number;
  readonly items: readonly JsonContent[];
  readonly starts: readonly number[];
}

export interface ScalarContent {
  readonly kind: 'scalar';
  readonly length: number;
  readonly value: ScalarValue;
  /** As written, with quotes. */
  readonly raw: string;
  readonly quoted: boolean;
}

/** A collection of a version before, which may be there again. */
export interface FormerContent {
  readonly content: JsonContent;
  readonly start: number;
  readonly text: string;
}

/** Makes contents of what the parser read. */
export class ContentMaker {
  constructor(
    private readonly text: string,
    /** Whether the text between two offsets has a mistake: then it may have been read in another way before. */
    private readonly isBroken: (start: number, end: number) => boolean,
  ) {}

  /** With the content of the version before at that place, whose collections are taken over where their text is the same. */
  make(node: JsonNode, former?: FormerContent): JsonContent {
    const { start, end } = this.edges(node);
    if (former && this.isSame(start, end, former)) return former.content;
    if (node.type === 'object') return this.object(node, start, end, former?.content.kind === 'object' ? former : undefined);
    if (node.type === 'array') return this.array(node, start, end, former?.content.kind === 'array' ? former : undefined);
    return this.scalar(node);
  }

  private object(node: JsonNode, start: number, end: number, former: FormerContent | undefined): ObjectContent {
    const members: MemberContent[] = [];
    const properties = (node.children ?? []).filter(({ children }) => children?.[0]);
    const before = former && (former.content as ObjectContent).members;
    const match =
      before &&
      this.matching(properties.length, before.length, (i, j) =>
        this.isSameMember(properties[i] as JsonNode, before[j] as MemberContent, former),
      );
    for (const [i, property] of properties.entries()) {
      const [key, value] = property.children as [JsonNode, JsonNode?];
      const edges = this.edges(property);
      const old = before?.[match?.(i) ?? -1];
      const oldValue = old?.value && former ? { content: old.value, start: former.start + old.valueStart, text: former.text } : undefined;
      const valueStart = value ? this.edges(value).start - start : 0;
      members.push({
        start: edges.start - start,
        end: edges.end - start,
        key: this.scalar(key),
        keyStart: this.edges(key).start - start,
        ...(value && { value: this.make(value, oldValue) }),
        valueStart,
      });
    }
    return { kind: 'object', length: end - start, members };
  }

  private isSameMember(property: JsonNode, before: MemberContent, former: FormerContent): boolean {
    const { start, end } = this.edges(property);
    return (
      end - start === before.end - before.start &&
      this.text.slice(start, end) === former.text.slice(former.start + before.start, former.start + before.end)
    );
  }

  private array(node: JsonNode, start: number, end: number, former: FormerContent | undefined): ArrayContent {
    const children = node.children ?? [];
    const before = former && (former.content as ArrayContent);
    const at = (j: number): FormerContent | undefined =>
      former && before?.items[j] && { content: before.items[j], start: former.start + (before.starts[j] as number), text: former.text };
    const match =
      before &&
      this.matching(children.length, before.items.length, (i, j) => {
        const edges = this.edges(children[i] as JsonNode);
        return this.isSame(edges.start, edges.end, at(j) as FormerContent);
      });
    const items: JsonContent[] = [];
    const starts: number[] = [];
    for (const [i, child] of children.entries()) {
      items.push(this.make(child, at(match?.(i) ?? -1)));
      starts.push(this.edges(child).start - start);
    }
    return { kind: 'array', length: end - start, items, starts };
  }

  /** For each of the children now which one it was: those before the edit from the front, those after it from the end, and between them the same place. */
  private matching(now: number, before: number, same: (i: number, j: number) => boolean): (i: number) => number {
    const most = Math.min(now, before);
    let front = 0;
    while (front < most && same(front, front)) front++;
    let back = 0;
    while (back < most - front && same(now - 1 - back, before - 1 - back)) back++;
    return (i) => {
      if (i < front) return i;
      if (i >= now - back) return i - now + before;
      return i < before - back ? i : -1;
    };
  }

  private isSame(start: number, end: number, { content, start: from, text }: FormerContent): boolean {
    return (
      content.kind !== 'scalar' &&
      content.length === end - start &&
      this.text.slice(start, end) === text.slice(from, from + content.length) &&
      !this.isBroken(start, end)
    );
  }

  private scalar(node: JsonNode): ScalarContent {
    const { start, end } = this.edges(node);
    return {
      kind: 'scalar',
      length: end - start,
      value: (node.value ?? null) as ScalarValue,
      raw: this.text.slice(start, end),
      quoted: node.type === 'string',
    };
  }

  /** The parser counts one too many where a text ends with CRLF and something is open. */
  private edges({ offset, length }: JsonNode): { readonly start: number; readonly end: number } {
    const most = this.text.length;
    return { start: Math.min(offset, most), end: Math.min(offset + length, most) };
  }
}

/** A collection on the way to an edit, and its place. */
export interface EnclosingContent {
  readonly content: ObjectContent | ArrayContent;
  readonly start: number;
  /** Which of the members or items of the one around it; -1 at the root. */
  readonly index: number;
}

/** The collections whose brackets are on both sides of a stretch, from the outside in. */
export function collectionsAround(root: JsonContent, rootStart: number, from: number, to: number): readonly EnclosingContent[] {
  const found: EnclosingContent[] = [];
  let content: JsonContent = root;
  let start = rootStart;
  let index = -1;
  while (content.kind !== 'scalar' && start < from && to < start + content.length) {
    found.push({ content, start, index });
    const next = childAround(content, from - start);
    if (!next) break;
    index = next.index;
    start += next.start;
    content = next.content;
  }
  return found;
}

/** The last child that begins before an offset. */
function childAround(content: ObjectContent | ArrayContent, offset: number) {
  const count = content.kind === 'object' ? content.members.length : content.items.length;
  const startOf = (i: number) => (content.kind === 'object' ? content.members[i]?.start : content.starts[i]) as number;
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(middle) < offset) low = middle;
    else high = middle - 1;
  }
  if (content.kind === 'array') {
    const item = content.items[low];
    return item && { content: item, start: content.starts[low] as number, index: low };
  }
  const member = content.members[low];
  return member?.value && { content: member.value, start: member.valueStart, index: low };
}

/** The content with another child in the place of one, which makes it longer by `delta`; what follows is moved. */
export function withChild(
  content: ObjectContent | ArrayContent,
  index: number,
  child: JsonContent,
  delta: number,
): ObjectContent | ArrayContent {
  const length = content.length + delta;
  if (content.kind === 'array') {
    const items = content.items.slice();
    items[index] = child;
    const { starts } = content;
    return { kind: 'array', length, items, starts: delta ? starts.map((start, i) => (i > index ? start + delta : start)) : starts };
  }
  const members = content.members.map((member, i): MemberContent => {
    if (i < index) return member;
    if (i === index) return { ...member, end: member.end + delta, value: child };
    return delta
      ? {
          ...member,
          start: member.start + delta,
          end: member.end + delta,
          keyStart: member.keyStart + delta,
          valueStart: member.valueStart + delta,
        }
      : member;
  });
  return { kind: 'object', length, members };
}
