import { type Edit, span } from '../core';
import { styleOf, widest } from './render';
import type { ArrayNode, Member, Node, ObjectNode, Tree } from './tree';

/** What gives an object of one line room for more: line breaks, and the indentation of its members where they get lines of their own. */
export interface LineBreaks {
  readonly edits: readonly Edit[];
  readonly indent?: string;
}

const none: LineBreaks = { edits: [] };

/**
 * Line breaks for an object whose line would get too long with `added` characters more: first in the collections that contain nothing else,
 * then in the object. A file of one line stays one.
 */
export function lineBreaksFor(tree: Tree, object: ObjectNode, added: number): LineBreaks {
  const { text } = tree;
  const chain = onOneLine(text, object);
  const outermost = chain[0];
  if (!outermost?.parent || chain.some((node) => node !== object && childrenOf(node).length !== 1)) return none;
  if (!chain.every((node) => gapsOf(node).every((gap) => /^[\s,]*$/.test(text.slice(gap.start, gap.end))))) return none;
  const lineStart = text.lastIndexOf('\n', object.span.start - 1) + 1;
  const lineEnd = text.indexOf('\n', object.span.end);
  const { unit, newline } = styleOf(tree);
  let indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  let width = (lineEnd < 0 ? text.length : lineEnd) - lineStart + added;
  const edits: Edit[] = [];
  for (const node of chain) {
    if (width < widest) return { edits };
    const inner = indent + unit;
    const gaps = gapsOf(node);
    edits.push(
      ...gaps.map((gap, i) => ({
        span: gap,
        text: `${i > 0 && i < gaps.length - 1 ? ',' : ''}${newline}${i < gaps.length - 1 ? inner : indent}`,
      })),
    );
    const [first] = childrenOf(node);
    width = inner.length + (first ? first.span.end - first.span.start : 0) + added;
    indent = inner;
  }
  return { edits, indent };
}

/** The collections from the outermost that begins and ends on the object's line down to the object. */
function onOneLine(text: string, object: ObjectNode): readonly (ObjectNode | ArrayNode)[] {
  const chain: (ObjectNode | ArrayNode)[] = [];
  let node: Node | undefined = object;
  while (node && (node.kind === 'object' || node.kind === 'array') && !text.slice(node.span.start, node.span.end).includes('\n')) {
    chain.unshift(node);
    node = node.parent;
  }
  const [outermost] = chain;
  // A collection that begins here and ends further down has a layout already.
  return outermost?.parent && text.slice(outermost.parent.span.start, outermost.span.start).includes('\n') ? chain : [];
}

const childrenOf = (node: ObjectNode | ArrayNode): readonly (Node | Member)[] => (node.kind === 'object' ? node.members : node.items);

/** What is before, between and after the children of a collection. */
function gapsOf(node: ObjectNode | ArrayNode) {
  const children = childrenOf(node);
  const starts = [node.span.start + 1, ...children.map((child) => child.span.end)];
  const ends = [...children.map((child) => child.span.start), node.span.end - 1];
  return starts.map((start, i) => span(start, Math.max(start, ends[i] ?? start)));
}
