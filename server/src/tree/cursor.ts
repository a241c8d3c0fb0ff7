import { getLocation } from 'jsonc-parser';
import { type Span, span } from '../core';
import type { Cursor } from './cursorModel';
import { tomlCursors } from './tomlCursor';
import { find, locate, type Node, pathTo, resolved, type Tree, walk } from './tree';
import { parseEditedYaml } from './yaml';

export function cursorsAt(tree: Tree, offset: number): readonly Cursor[] {
  if (endsLineInList(tree.text, offset)) return [];
  if (tree.syntax === 'toml') return tomlCursors(tree, offset);
  return tree.syntax === 'json' ? jsonCursors(tree, offset) : yamlCursors(tree, offset);
}

/** After a comma or an opening bracket at the end of a line, the next key is Enter: an editor would take the first word of its list. */
function endsLineInList(text: string, offset: number): boolean {
  const lineEnd = text.indexOf('\n', offset);
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /[,[][ \t]*$/.test(text.slice(lineStart, offset)) && lineEnd >= 0 && !text.slice(offset, lineEnd).trim();
}

function jsonCursors(tree: Tree, offset: number): readonly Cursor[] {
  const { text } = tree;
  const location = getLocation(text, offset);
  const previous = location.previousNode;
  const touched = previous && previous.offset <= offset && offset <= previous.offset + previous.length;
  const place = touched
    ? span(previous.offset, Math.min(stringEnd(text, previous.offset), previous.offset + previous.length))
    : wordAround(text, offset, /[\w.$-]/);
  const raw = text.slice(place.start, place.end);
  if (touched && offset === place.end && raw.length > 1 && raw.endsWith('"')) return [];
  const path = location.isAtPropertyKey ? location.path.slice(0, -1) : location.path;
  const holder = resolved(find(tree.root, location.isAtPropertyKey ? path : path.slice(0, -1)));
  return [
    {
      kind: location.isAtPropertyKey ? 'key' : 'value',
      path,
      ...(holder?.kind === 'object' && { object: holder }),
      replace: place,
      prefix: raw.replace(/^"|"$/g, ''),
      hasColon: /^\s*:/.test(text.slice(place.end)),
      quote: raw.startsWith('"') ? '"' : '',
      block: false,
      tree,
    },
  ];
}

/** A string that is never closed ends with its line. */
function stringEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return text[start] === '"' && newline >= 0 ? newline : text.length;
}

function wordAround(text: string, offset: number, characters: RegExp): Span {
  let start = offset;
  let end = offset;
  while (start > 0 && characters.test(text[start - 1] as string)) start--;
  while (end < text.length && characters.test(text[end] as string)) end++;
  return span(start, end);
}

const standIn = 'CONFINE_CURSOR';

/**
 * YAML says what a word is only by what surrounds it. So a stand-in is put in the word's place, once as it is and once
 * as a key, and the parser tells where it landed.
 */
function yamlCursors(tree: Tree, offset: number): readonly Cursor[] {
  const { text } = tree;
  if (tree.comments.some((comment) => comment.start < offset && offset <= comment.end)) return [];
  const place = yamlWord(text, offset);
  const raw = text.slice(place.start, place.end);
  const quote = raw.startsWith('"') ? '"' : raw.startsWith("'") ? "'" : '';
  const hasColon = /^[ \t]*:(?=\s|$)/.test(text.slice(place.end));
  const found: Cursor[] = [];
  for (const word of hasColon ? [standIn] : [standIn, `${standIn}: `]) {
    const change = { start: place.start, oldEnd: place.end, newEnd: place.start + word.length };
    const probed = parseEditedYaml(text.slice(0, place.start) + word + text.slice(place.end), { tree, change });
    const landed = standInAt(probed, place.start) ?? findStandIn(probed);
    if (!landed) continue;
    const { node, onKey } = landed;
    const holder = node.parent;
    const path = onKey && holder ? pathTo(holder) : pathTo(node);
    const kind = onKey ? 'key' : 'value';
    if (found.some((other) => other.kind === kind)) continue;
    found.push({
      kind,
      path,
      ...(holder?.kind === 'object' && { object: holder }),
      replace: place,
      prefix: raw.replace(/^["']|["']$/g, ''),
      hasColon,
      quote,
      block: !holder?.flow,
      tree: probed,
    });
  }
  return found;
}

function yamlWord(text: string, offset: number): Span {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  const opened = /(?:^|[\s[{,:-])(["'])([^"']*)$/.exec(before);
  if (opened) {
    const start = lineStart + before.length - (opened[2] as string).length - 1;
    const rest = /^[^"'\n\r]*/.exec(text.slice(offset))?.[0] ?? '';
    const end = offset + rest.length;
    return text[end] === opened[1] ? span(start, end + 1) : span(start, offset);
  }
  const word = wordAround(text, offset, /[^\s[\]{},"'#]/);
  // A colon that is followed by a blank ends a key and is no part of the word.
  const colon = /:(?=\s|$)/.exec(text.slice(word.start, word.end + 1));
  if (!colon) return word;
  const at = word.start + colon.index;
  return offset <= at ? span(word.start, at) : span(Math.min(at + 1, offset), word.end);
}

/** Where it most often is. */
function standInAt(tree: Tree, offset: number): { node: Node; onKey: boolean } | undefined {
  const { node, onKey } = locate(tree, offset) ?? {};
  return node?.kind === 'scalar' && node.value === standIn ? { node, onKey: onKey ?? false } : undefined;
}

function findStandIn(tree: Tree): { node: Node; onKey: boolean } | undefined {
  for (const node of walk(tree.root)) {
    if (node.kind === 'scalar' && node.value === standIn) return { node, onKey: false };
    if (node.kind !== 'object') continue;
    const member = node.members.find((candidate) => candidate.key.value === standIn);
    if (member) return { node: member.key, onKey: true };
  }
  return undefined;
}
