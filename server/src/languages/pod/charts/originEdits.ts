import { applyEdits, type Edit } from '../../../core';
import {
  chunksOf,
  find,
  type Node,
  type ObjectNode,
  parseYaml,
  removeItem,
  removeMember,
  resolved,
  setMembers,
  setValue,
  type Tree,
  walk,
} from '../../../tree';
import { type Difference, differencesOf } from './differences';
import { type OriginHost, type OriginPiece, sliceOf, type Traced } from './origin';

/** Edits of a built text as edits of the file that what they change was written in; undefined where it can't be told. */
export function editsOfOrigin(built: Traced, host: OriginHost, edits: readonly Edit[]): readonly Edit[] | undefined {
  const verbatim = edits.map((edit) => editOfPiece(built, host, edit));
  if (verbatim.every((edit) => edit !== undefined)) return verbatim;
  return editsByStructure(built, host, edits);
}

/** As far as the file has a place for what they change. */
export const possibleEditsOfOrigin = (built: Traced, host: OriginHost, edits: readonly Edit[]): readonly Edit[] =>
  editsByStructure(built, host, edits, true) ?? [];

/** Where a file's own lines were copied as they are, an edit of them is one of the file. */
function editOfPiece({ text, pieces }: Traced, { uri, text: host }: OriginHost, { span, text: written }: Edit): Edit | undefined {
  const piece =
    pieces.find((one) => one.start <= span.start && span.end <= one.end && one.end > span.start) ??
    pieces.find((one) => one.end === span.start && span.end === span.start);
  if (!piece || piece.origin.uri !== uri) return undefined;
  if (!piece.origin.exact) {
    // After an action that ends its line.
    const ends = span.start === piece.end && span.end === piece.end && written.startsWith('\n') && text[span.start] === '\n';
    return ends && isTemplate(uri) ? { span: { start: piece.origin.end, end: piece.origin.end }, text: written } : undefined;
  }
  const start = piece.origin.start + span.start - piece.start;
  const end = start + span.end - span.start;
  if (
    written.includes('\n') ||
    text.slice(span.start, span.end).includes('\n') ||
    host.slice(start, end) !== text.slice(span.start, span.end)
  )
    return isTemplate(uri) && host.slice(start, end) === text.slice(span.start, span.end)
      ? { span: { start, end }, text: written }
      : undefined;
  return { span: { start, end }, text: written };
}

const isTemplate = (uri: string): boolean => /\/templates\//.test(uri);

/** Finds what the edits change, and changes it where it was written. */
function editsByStructure(built: Traced, host: OriginHost, edits: readonly Edit[], partly = false): readonly Edit[] | undefined {
  const tree = parseYaml(host.text);
  if (tree.problems.length) return undefined;
  const all: Edit[] = [];
  for (const { start, end } of chunksOf(built.text)) {
    const own = edits
      .filter(({ span }) => span.start >= start && span.end <= end)
      .map((edit) => ({ ...edit, span: { start: edit.span.start - start, end: edit.span.end - start } }));
    if (!own.length) continue;
    const before = sliceOf(built, start, end);
    const old = parseYaml(before.text);
    const differences = differencesOf(old.root, parseYaml(applyEdits(before.text, own)).root);
    if (!differences && !partly) return undefined;
    for (const group of byHolder(differences ?? [])) {
      const made = editsOfGroup(before, old, tree, host.uri, group);
      if (!made?.length && !partly) return undefined;
      all.push(...(made ?? []));
    }
  }
  return all.length ? all : undefined;
}

const byHolder = (differences: readonly Difference[]): readonly (readonly Difference[])[] => {
  const groups = new Map<string, Difference[]>();
  for (const one of differences) {
    const key = JSON.stringify(one.path.slice(0, -1));
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
};

/** Changes of one object or list, made in the file that it comes from. */
function editsOfGroup(built: Traced, old: Tree, tree: Tree, uri: string, group: readonly Difference[]): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  const added: Record<string, NonNullable<Difference['value']> | null> = Object.create(null);
  let holder: ObjectNode | undefined;
  for (const { path, value, removed } of group) {
    const at = find(old.root, path);
    const source = at && sourceOf(built, at, tree, uri);
    if (source && !removed) {
      edits.push(...setValue(tree, source, value ?? null));
      continue;
    }
    const around = resolved(find(old.root, path.slice(0, -1)));
    const origin = around && sourceOf(built, around, tree, uri);
    if (removed && source?.parent) {
      const { parent } = source;
      if (parent.kind === 'array') edits.push(...removeItem(tree, parent, parent.items.indexOf(source)));
      else
        edits.push(...parent.members.filter((member) => member.value === source).flatMap((member) => removeMember(tree, parent, member)));
      continue;
    }
    if (origin?.kind !== 'object' || removed || typeof path.at(-1) !== 'string') return undefined;
    holder = origin;
    added[String(path.at(-1))] = value ?? null;
  }
  if (holder && Object.keys(added).length) edits.push(...setMembers(tree, holder, added));
  return edits;
}

/** The node of a file that a node of the built text was made from. */
function sourceOf(built: Traced, node: Node, tree: Tree, uri: string): ObjectNode | Node | undefined {
  if (node.kind === 'object' && node.members.length) {
    for (const { key } of node.members) {
      const start = startIn(built.pieces, key.span.start, uri);
      const found = start === undefined ? undefined : (objectWithKeyAt(tree, start) ?? emptyObjectAt(tree, start));
      if (found) return found;
    }
    return undefined;
  }
  if (node.kind === 'array' && node.items.length) {
    const first = sourceOf(built, node.items[0] as Node, tree, uri);
    return first?.parent?.kind === 'array' ? first.parent : undefined;
  }
  const start = startIn(built.pieces, node.span.start, uri);
  return start === undefined ? undefined : nodeAt(tree, start);
}

function startIn(pieces: readonly OriginPiece[], offset: number, uri: string): number | undefined {
  const piece = pieces.find((one) => one.start <= offset && offset < one.end);
  if (piece?.origin.uri !== uri) return undefined;
  return piece.origin.exact ? piece.origin.start + offset - piece.start : piece.origin.start;
}

function objectWithKeyAt(tree: Tree, offset: number): ObjectNode | undefined {
  for (const node of walk(tree.root)) if (node.kind === 'object' && node.members.some(({ key }) => key.span.start === offset)) return node;
  return undefined;
}

/** A block that was empty, and was marked to see where it goes. */
function emptyObjectAt(tree: Tree, offset: number): ObjectNode | undefined {
  const found = nodeAt(tree, offset);
  return found?.kind === 'object' && !found.members.length ? found : undefined;
}

function nodeAt(tree: Tree, offset: number): Node | undefined {
  let found: Node | undefined;
  for (const node of walk(tree.root))
    if (node.span.start === offset && (node.kind === 'scalar' || (node.kind !== 'alias' && node.flow))) found = node;
  return found;
}
