import type { Node as JsonNode } from 'jsonc-parser';
import type { ScalarValue } from './tree';

/**
 * What a stretch of JSON, or of YAML without anchors, says, in offsets from its own start. It knows neither its place nor what is around it, so that the versions of a text
 * share what an edit does not touch, and what is worked out of it is kept as long as its text is the same.
 */
export type JsonContent = ObjectContent | ArrayContent | ScalarContent;

/** What was worked out of a content, and by what. In it and not in a map beside it, which the garbage collector would walk again and again. */
interface Keeping {
  kept?: { readonly by: unknown; readonly value: unknown };
}

export interface ObjectContent extends Keeping {
  readonly kind: 'object';
  readonly length: number;
  readonly members: readonly MemberContent[];
  readonly starts: readonly number[];
  /** Written without brackets. */
  readonly block?: true;
}

/** Begins with its key. */
export interface MemberContent extends Keeping {
  readonly length: number;
  readonly key: ScalarContent;
  /** Absent where the text breaks off. */
  readonly value?: JsonContent;
  readonly valueStart: number;
}

export interface ArrayContent extends Keeping {
  readonly kind: 'array';
  readonly length: number;
  readonly items: readonly JsonContent[];
  readonly starts: readonly number[];
  readonly block?: true;
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
    const properties = (node.children ?? []).filter(({ children }) => children?.[0]);
    const before = former && (former.content as ObjectContent);
    const at = (j: number) => (before as ObjectContent).starts[j] as number;
    const match =
      before &&
      former &&
      this.matching(properties.length, before.members.length, (i, j) => {
        const edges = this.edges(properties[i] as JsonNode);
        return this.isSameText(edges.start, edges.end, former.start + at(j), before.members[j] as MemberContent, former.text);
      });
    const members: MemberContent[] = [];
    const starts: number[] = [];
    for (const [i, property] of properties.entries()) {
      const j = match?.(i) ?? -1;
      const old = before?.members[j];
      starts.push(this.edges(property).start - start);
      members.push(this.member(property, old && former && { member: old, start: former.start + at(j), text: former.text }));
    }
    return { kind: 'object', length: end - start, members, starts };
  }

  private member(
    property: JsonNode,
    former?: { readonly member: MemberContent; readonly start: number; readonly text: string },
  ): MemberContent {
    const { start, end } = this.edges(property);
    if (former && !this.isBroken(start, end) && this.isSameText(start, end, former.start, former.member, former.text)) return former.member;
    const [key, value] = property.children as [JsonNode, JsonNode?];
    const old = former?.member;
    const oldValue = old?.value && former && { content: old.value, start: former.start + old.valueStart, text: former.text };
    return {
      length: end - start,
      key: this.scalar(key),
      ...(value && { value: this.make(value, oldValue) }),
      valueStart: value ? this.edges(value).start - start : 0,
    };
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
    return content.kind !== 'scalar' && this.isSameText(start, end, from, content, text) && !this.isBroken(start, end);
  }

  private isSameText(start: number, end: number, from: number, { length }: { readonly length: number }, text: string): boolean {
    return length === end - start && this.text.slice(start, end) === text.slice(from, from + length);
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

/** The last child that begins before an offset; at least the first. */
export function childAt({ starts }: ObjectContent | ArrayContent, offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) < offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function childAround(content: ObjectContent | ArrayContent, offset: number) {
  const index = childAt(content, offset);
  const start = content.starts[index];
  if (start === undefined) return undefined;
  if (content.kind === 'array') return { content: content.items[index] as JsonContent, start, index };
  const { value, valueStart } = content.members[index] as MemberContent;
  return value && { content: value, start: start + valueStart, index };
}

/** The content with another child in the place of one, which makes it longer by `delta`; what follows is moved. */
export function withChild(
  content: ObjectContent | ArrayContent,
  index: number,
  child: JsonContent,
  delta: number,
): ObjectContent | ArrayContent {
  const length = content.length + delta;
  const starts = delta ? content.starts.map((start, i) => (i > index ? start + delta : start)) : content.starts;
  if (content.kind === 'array') return { kind: 'array', length, items: content.items.with(index, child), starts };
  const { key, valueStart, length: before } = content.members[index] as MemberContent;
  return {
    kind: 'object',
    length,
    members: content.members.with(index, { key, value: child, valueStart, length: before + delta }),
    starts,
  };
}

/**
 * The content with what another one of its kind contains in the place of the children from `from` to `to`; what follows is moved by `delta`. The
 * text of the other one is that of these children in brackets.
 */
export function withChildren(
  content: ObjectContent | ArrayContent,
  from: number,
  to: number,
  inner: ObjectContent | ArrayContent,
  delta: number,
): ObjectContent | ArrayContent | undefined {
  const start = content.starts[from] as number;
  const spliced = <C>(all: readonly C[], own: readonly C[]): readonly C[] => [...all.slice(0, from), ...own, ...all.slice(to + 1)];
  const own = inner.starts.map((one) => one - 1 + start);
  const starts = [...content.starts.slice(0, from), ...own, ...content.starts.slice(to + 1).map((one) => one + delta)];
  const length = content.length + delta;
  if (content.kind === 'array' && inner.kind === 'array')
    return { kind: 'array', length, items: spliced(content.items, inner.items), starts };
  if (content.kind === 'object' && inner.kind === 'object')
    return { kind: 'object', length, members: spliced(content.members, inner.members), starts };
  return undefined;
}
