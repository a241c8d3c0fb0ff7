import { type Edit, span } from '../core';
import { lineBreaksFor } from './lineBreaks';
import {
  inQuotesOf,
  type Plain,
  renderBlockValue,
  renderInline,
  renderItem,
  renderJson,
  renderJsonMember,
  renderMembers,
  styleOf,
  widest,
} from './render';
import { type ArrayNode, find, holderOf, isMergedIn, type Member, type Node, type ObjectNode, type Path, type Tree } from './tree';

/**
 * Minimal text edits on JSON, YAML and the simple values of TOML: what is not named stays as it is, comments, order, quotes and layout included.
 * Every function gives edits against the tree's text; an empty list means that it cannot be done here.
 */

/** Replaces a value, block or flow, by another in the style of its place. */
export function setValue(tree: Tree, node: Node, value: Plain): readonly Edit[] {
  if (tree.syntax === 'json') return [{ span: node.span, text: jsonInstead(tree, node, value) }];
  const quoted = node.kind === 'scalar' && typeof value === 'string' ? inQuotesOf(node.raw, value, tree.syntax) : undefined;
  if (quoted !== undefined) return [{ span: node.span, text: quoted }];
  if (tree.syntax === 'toml')
    return node.kind === 'scalar' || (node.kind === 'array' && node.flow) ? [{ span: node.span, text: renderInline(value, 'toml') }] : [];
  const holder = holderOf(node);
  const block = (node.parent === undefined || !node.parent.flow) && !(isWrittenFlow(node) && typeof value === 'object' && value !== null);
  if (!block) return [{ span: node.span, text: renderInline(value, 'yaml') }];
  if (holder) {
    const from = colonEnd(tree, holder);
    if (from === undefined) return [];
    return [
      {
        span: span(isEmptyNull(node) ? from : valueStart(tree, from, node), node.span.end),
        text: renderBlockValue(value, indentAt(tree, holder.key.span.start), styleOf(tree)),
      },
    ];
  }
  if (node.parent) return [{ span: node.span, text: renderItem(value, indentAt(tree, node.span.start), styleOf(tree)) }];
  return [{ span: node.span, text: isRecord(value) ? renderMembers(value, '', styleOf(tree)) : renderInline(value, 'yaml') }];
}

/** JSON for a value's place: a collection that stood on one line, or comes into a list on one line, stays there where it fits. */
function jsonInstead(tree: Tree, node: Node, value: Plain): string {
  const style = styleOf(tree);
  const column = node.span.start - (tree.text.lastIndexOf('\n', node.span.start - 1) + 1);
  if ((isWrittenFlow(node) && isOneLine(tree, node)) || (node.parent?.kind === 'array' && isOneLine(tree, node.parent))) {
    const inline = renderInline(value, 'json', style);
    if (column + inline.length < widest) return inline;
  }
  return renderJson(value, indentAt(tree, node.span.start), style, column);
}

const isOneLine = ({ text }: Tree, node: Node): boolean => !text.slice(node.span.start, node.span.end).includes('\n');

/** Where a new member goes: after another, or before all others. */
export type MemberPosition = Member | 'first';

/** Sets one member; a member of that name is replaced where it is, a new one is put last or where `after` says. */
export function setMember(tree: Tree, object: ObjectNode, key: string, value: Plain, after?: MemberPosition): readonly Edit[] {
  return setMembers(tree, object, { [key]: value }, after);
}

export function setMembers(
  tree: Tree,
  object: ObjectNode,
  values: { readonly [key: string]: Plain },
  after?: MemberPosition,
): readonly Edit[] {
  const edits: Edit[] = [];
  const added = Object.create(null) as Record<string, Plain>;
  for (const [key, value] of Object.entries(values)) {
    const existing = object.members.findLast((member) => member.key.value === key);
    if (existing?.value) edits.push(...setValue(tree, existing.value, value));
    else if (existing) return [];
    else added[key] = value;
  }
  if (Object.keys(added).length) edits.push(...addMembers(tree, object, added, after));
  return edits;
}

/** Sets values at paths from the root, making what is missing on the way; several below one missing object become one edit. */
export function setPaths(tree: Tree, changes: readonly { readonly path: Path; readonly value: Plain }[]): readonly Edit[] {
  const edits: Edit[] = [];
  const additions = new Map<Node | undefined, Record<string, Plain>>();
  for (const { path, value } of changes) {
    // A table that is not there yet would need a header of its own.
    if (tree.syntax === 'toml' && !find(tree.root, path.slice(0, -1))) return [];
    let depth = isMergedIn(tree.root, path) ? path.length - 1 : path.length;
    while (depth > 0 && !find(tree.root, path.slice(0, depth))) depth--;
    const holder = find(tree.root, path.slice(0, depth));
    const rest = path.slice(depth);
    if (holder && !rest.length) edits.push(...setValue(tree, holder, value));
    else if (rest.some((step) => typeof step === 'number')) return [];
    else {
      const nested = additions.get(holder) ?? (Object.create(null) as Record<string, Plain>);
      additions.set(holder, nested);
      graft(nested, rest as readonly string[], value);
    }
  }
  // Where an inner and an outer object end on the same line, what is added to the inner one comes first.
  const innerFirst = [...additions].sort(([a], [b]) => (b?.span.start ?? -1) - (a?.span.start ?? -1));
  for (const [holder, values] of innerFirst) {
    if (!holder)
      edits.push({
        span: span(tree.text.length, tree.text.length),
        text:
          tree.syntax === 'json'
            ? renderJson(values, '', styleOf(tree))
            : `${lineStart(tree)}${renderMembers(values, '', styleOf(tree))}\n`,
      });
    else if (holder.kind === 'object') edits.push(...addMembers(tree, holder, values));
    else if (holder.kind === 'scalar' && holder.value === null) edits.push(...fillNull(tree, holder, values));
    else return [];
  }
  return edits;
}

/** What begins a line at the end of the text. */
const lineStart = (tree: Tree): string => (/[^\n]$/.test(tree.text) ? styleOf(tree).newline : '');

export const setPath = (tree: Tree, path: Path, value: Plain): readonly Edit[] => setPaths(tree, [{ path, value }]);

export function removeMember(tree: Tree, object: ObjectNode, member: Member): readonly Edit[] {
  const index = object.members.indexOf(member);
  if (index < 0) return [];
  if (tree.syntax === 'toml' && !object.flow) return removeLine(tree, member);
  return remove(tree, object, object.members, index, '{}');
}

export function removeItem(tree: Tree, array: ArrayNode, index: number): readonly Edit[] {
  return array.items[index] && !isTables(tree, array) ? remove(tree, array, array.items, index, '[]') : [];
}

/** Puts an item last, or before the item that has the index now. */
export function insertItem(tree: Tree, array: ArrayNode, value: Plain, index = array.items.length): readonly Edit[] {
  if (isTables(tree, array)) return [];
  const style = styleOf(tree);
  const next = array.items[index];
  if (array.flow || !array.items.length) return insertFlow(tree, array, array.items, (indent) => inFlow(tree, value, indent), index);
  const column = indentAt(tree, array.span.start);
  const text = `- ${renderItem(value, `${column}  `, style)}`;
  if (next) return [{ span: span(dashOf(tree, next), dashOf(tree, next)), text: `${text}${style.newline}${column}` }];
  const end = lineEnd(tree.text, (array.items.at(-1) as Node).span.end);
  return [{ span: span(end, end), text: `${style.newline}${column}${text}` }];
}

export function renameKey(member: Member, key: string): readonly Edit[] {
  const { raw, span: place } = member.key;
  const quote = raw.startsWith('"') ? '"' : raw.startsWith("'") ? "'" : '';
  return [{ span: place, text: quote === '"' ? JSON.stringify(key) : quote + key + quote }];
}

function addMembers(tree: Tree, object: ObjectNode, values: { readonly [key: string]: Plain }, after?: MemberPosition): readonly Edit[] {
  if (tree.syntax === 'toml') return addLines(tree, object, values, after === 'first' ? undefined : after);
  const style = styleOf(tree);
  const holder = holderOf(object);
  if (!object.members.length && tree.syntax === 'yaml' && !object.parent?.flow) {
    // `securityContext: {}` grows into a block, the style of the file.
    if (holder) return setValue(tree, object, values);
    return [{ span: object.span, text: renderMembers(values, indentAt(tree, object.span.start), style).trimStart() }];
  }
  if (!object.members.length && Object.keys(values).length > 1) return setValue(tree, object, values);
  const anchor = after === 'first' ? undefined : (after ?? object.members.at(-1));
  const first = object.members[0];
  if (object.flow || !first) return addInFlow(tree, object, values, anchor);
  const indent = indentAt(tree, first.key.span.start);
  const lines = renderMembers(values, indent, style);
  if (!anchor) return [{ span: span(first.key.span.start, first.key.span.start), text: `${lines.trimStart()}${style.newline}${indent}` }];
  const end = lineEnd(tree.text, anchor.span.end);
  return [{ span: span(end, end), text: style.newline + lines }];
}

function addInFlow(tree: Tree, object: ObjectNode, values: { readonly [key: string]: Plain }, anchor?: Member): readonly Edit[] {
  const style = styleOf(tree);
  const index = anchor ? object.members.indexOf(anchor) + 1 : 0;
  const member = ([key, value]: readonly [string, Plain], indent?: string) =>
    tree.syntax === 'json' && indent !== undefined
      ? renderJsonMember(key, value, indent, style)
      : `${tree.syntax === 'json' ? JSON.stringify(key) : key}:${style.gap}${renderInline(value, tree.syntax, style)}`;
  const entries = Object.entries(values);
  const added = entries.reduce((sum, entry) => sum + member(entry).length + 2, 0);
  const { edits, indent } = tree.syntax === 'json' ? lineBreaksFor(tree, object, added) : { edits: [] };
  return [...edits, ...entries.flatMap((entry) => insertFlow(tree, object, object.members, (own) => member(entry, own), index, indent))];
}

function fillNull(tree: Tree, node: Node, values: { readonly [key: string]: Plain }): readonly Edit[] {
  const holder = holderOf(node);
  if (tree.syntax === 'json' || !holder || node.parent?.flow || !isEmptyNull(node)) return setValue(tree, node, values);
  // A comment after `securityContext:` stays on its line.
  const end = lineEnd(tree.text, node.span.end);
  return [{ span: span(end, end), text: renderBlockValue(values, indentAt(tree, holder.key.span.start), styleOf(tree)) }];
}

function inFlow(tree: Tree, value: Plain, indent: string | undefined): string {
  if (tree.syntax === 'json' && indent !== undefined) return renderJson(value, indent, styleOf(tree));
  return renderInline(value, tree.syntax, styleOf(tree));
}

type Child = Node | Member;

/**
 * `render` gets the indentation of the child's line where the collection is spread over lines, or is about to be, with the indentation
 * `spreading`.
 */
function insertFlow(
  tree: Tree,
  collection: ObjectNode | ArrayNode,
  children: readonly Child[],
  render: (indent: string | undefined) => string,
  index: number,
  spreading?: string,
): readonly Edit[] {
  const { text } = tree;
  const style = styleOf(tree);
  const previous = children[index - 1];
  const next = children[index];
  const spread = spreading !== undefined || children.some((child) => ownLine(text, child.span.start));
  if (!previous && !next) {
    const open = collection.span.start + 1;
    const close =
      text[collection.span.end - 1] === '}' || text[collection.span.end - 1] === ']' ? collection.span.end - 1 : collection.span.end;
    const indent = indentAt(tree, collection.span.start);
    const lines =
      tree.syntax === 'json' && collection.kind === 'object' && (collection.parent === undefined || text.slice(open, close).includes('\n'));
    const body = render(lines ? indent + style.unit : undefined);
    return [
      {
        span: span(open, Math.max(open, close)),
        text: lines ? `${style.newline}${indent}${style.unit}${body}${style.newline}${indent}` : body,
      },
    ];
  }
  if (!previous && next) {
    const indent = spreading ?? indentAt(tree, next.span.start);
    return [
      {
        span: span(next.span.start, next.span.start),
        text: spread ? `${render(indent)},${style.newline}${indent}` : `${render(undefined)},${style.gap}`,
      },
    ];
  }
  const at = (previous as Child).span.end;
  if (!spread) return [{ span: span(at, at), text: `,${style.gap}${render(undefined)}` }];
  const indent = spreading ?? indentAt(tree, (children.find((child) => ownLine(text, child.span.start)) as Child).span.start);
  return [{ span: span(at, at), text: `,${style.newline}${indent}${render(indent)}` }];
}

function remove(tree: Tree, collection: ObjectNode | ArrayNode, children: readonly Child[], index: number, empty: string): readonly Edit[] {
  const { text } = tree;
  const child = children[index] as Child;
  const next = children[index + 1];
  const previous = children[index - 1];
  if (children.length === 1) {
    if (collection.flow) return [{ span: collection.span, text: empty }];
    const holder = holderOf(collection);
    const from = holder && colonEnd(tree, holder);
    return [{ span: span(from ?? collection.span.start, collection.span.end), text: from === undefined ? empty : ` ${empty}` }];
  }
  if (collection.flow) {
    if (next) return [{ span: span(child.span.start, next.span.start), text: '' }];
    return [{ span: span((previous as Child).span.end, child.span.end), text: '' }];
  }
  const start = collection.kind === 'array' ? dashOf(tree, child as Node) : child.span.start;
  // The first key after `- ` gives its place to the next one.
  if (!ownLine(text, start) && next)
    return [{ span: span(start, collection.kind === 'array' ? dashOf(tree, next as Node) : next.span.start), text: '' }];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const end = lineEnd(text, child.span.end);
  if (end < text.length) return [{ span: span(lineStart, text.indexOf('\n', end) + 1), text: '' }];
  return [{ span: span(Math.max(0, lineStart - styleOf(tree).newline.length), end), text: '' }];
}

/** Lists of TOML tables, which are not edited. */
const isTables = (tree: Tree, array: ArrayNode): boolean => tree.syntax === 'toml' && !array.flow;

/** A key of TOML with its line; tables stay. */
function removeLine(tree: Tree, { key, value }: Member): readonly Edit[] {
  if (!value || !ownLine(tree.text, key.span.start) || (value.kind !== 'scalar' && value.kind !== 'alias' && !value.flow)) return [];
  const start = tree.text.lastIndexOf('\n', key.span.start - 1) + 1;
  const newline = tree.text.indexOf('\n', value.span.end);
  return [{ span: span(start, newline < 0 ? tree.text.length : newline + 1), text: '' }];
}

/** Keys of a TOML table, after its last plain one or its header. */
function addLines(tree: Tree, object: ObjectNode, values: { readonly [key: string]: Plain }, after?: Member): readonly Edit[] {
  if (object.flow) return [];
  const last = after ?? object.members.findLast(({ value }) => value?.kind === 'scalar' || (value?.kind === 'array' && value.flow));
  if (!last && !object.parent) return [];
  const end = lineEnd(tree.text, last?.span.end ?? object.span.start);
  const indent = last ? indentAt(tree, last.key.span.start) : '';
  const { newline } = styleOf(tree);
  const lines = Object.entries(values).map(([key, value]) => `${newline}${indent}${key} = ${renderInline(value, 'toml')}`);
  return [{ span: span(end, end), text: lines.join('') }];
}

const isRecord = (value: Plain): value is { readonly [key: string]: Plain } =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** `[a]` stays in its line when it becomes `[b]`; an empty one tells no style. */
const isWrittenFlow = (node: Node): boolean =>
  (node.kind === 'array' && node.flow && node.items.length > 0) || (node.kind === 'object' && node.flow && node.members.length > 0);

const isEmptyNull = (node: Node): boolean => node.kind === 'scalar' && node.raw === '';

/** Offset after the colon of a member, or undefined where the text has none. */
function colonEnd(tree: Tree, member: Member): number | undefined {
  const rest = /^\s*:/.exec(tree.text.slice(member.key.span.end, member.key.span.end + 200));
  return rest ? member.key.span.end + rest[0].length : undefined;
}

/** Where a value's text begins after its colon, tags and anchors kept in front of it. */
function valueStart(tree: Tree, from: number, node: Node): number {
  const between = tree.text.slice(from, node.span.start);
  return /^[ \t\r\n]*$/.test(between)
    ? from
    : from + (/^[ \t]*[&!][^\r\n#]*?(?=[ \t]*(?:#|\r|\n|$))/.exec(between)?.[0].trimEnd().length ?? 0);
}

/** Blanks up to the column of `offset`, where a list's dashes count as blanks; in JSON the indentation of its line. */
function indentAt(tree: Tree, offset: number): string {
  const lineStart = tree.text.lastIndexOf('\n', offset - 1) + 1;
  const before = tree.text.slice(lineStart, offset);
  const leading = /^[ \t]*/.exec(before)?.[0] ?? '';
  return tree.syntax === 'json' ? leading : leading + before.slice(leading.length).replace(/[^\t]/g, ' ');
}

/** Whether only blanks precede the offset in its line. */
const ownLine = (text: string, offset: number): boolean => text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';

/** The end of the line's content, a comment included, without the line break. */
function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline < 0) return text.length;
  return text[newline - 1] === '\r' && newline > offset ? newline - 1 : newline;
}

/** The dash in front of a list's item. */
const dashOf = (tree: Tree, item: Node): number => tree.text.lastIndexOf('-', item.span.start - (item.span.start > 0 ? 1 : 0));

/** Sets a value below nested records, making them on the way. */
function graft(into: Record<string, Plain>, [first, ...rest]: readonly string[], value: Plain): void {
  if (first === undefined) return;
  if (!rest.length) {
    into[first] = value;
    return;
  }
  const inner = into[first];
  const nested = inner !== undefined && isRecord(inner) ? inner : (Object.create(null) as Record<string, Plain>);
  into[first] = nested;
  graft(nested as Record<string, Plain>, rest, value);
}
