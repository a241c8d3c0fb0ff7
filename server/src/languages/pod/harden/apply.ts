import { applyEdits, canCombine, composeEdits, deferred, type Edit, type Fix, meet } from '../../../core';
import {
  aliasesOf,
  find,
  get,
  insertItem,
  isMergedIn,
  type Member,
  memberOf,
  type Node,
  type ObjectNode,
  type Path,
  type Plain,
  removeItem,
  removeMember,
  resolved,
  setMember,
  setPaths,
  type Tree,
} from '../../../tree';
import { type PodPart, readPart } from '../part';
import type { PodChange } from './change';

/** The text with the changes made, each in the file's own style; one that cannot be made is left out. */
export const withChanges = (part: PodPart, changes: readonly PodChange[]): PodPart => changed(part, changes).after;

export interface Changed {
  readonly after: PodPart;
  /** What led there, of each text to the next. */
  readonly steps: readonly (readonly Edit[])[];
}

export function changed(part: PodPart, changes: readonly PodChange[]): Changed {
  const removals = unique(changes.filter(({ kind }) => kind === 'remove')).sort((a, b) => comparePaths(b.path, a.path));
  const made: (readonly Edit[])[] = [];
  let current = part;
  const step = (edits: readonly Edit[]) => {
    const once = withoutRepeats(edits);
    if (!once.length || !canCombine(once)) return;
    current = { ...readPart(applyEdits(current.text, once)), ...(part.patch && { patch: true }) };
    made.push(once);
  };
  /** As many at once as do not meet: each step reads the text anew. */
  const steps = (changes: readonly PodChange[]) => {
    for (let open = changes; open.length; ) {
      const { edits, later } = together(current.tree, open);
      step(edits);
      open = later;
    }
  };
  // From the last item to the first, so that the paths of the others stay.
  steps(removals);
  const { sets, appends } = asSets(current.tree, changes);
  const { first, rest } = contextsBeforeContainers(current.tree, sets);
  const all = setPaths(current.tree, rest);
  if (all.length || !rest.length) step([...all, ...first]);
  else for (const change of sets) step(editsOfOne(current.tree, change));
  steps(appends);
  for (const { path } of removals) {
    for (let depth = path.length - 1; depth > 0; depth--) {
      const holder = path.slice(0, depth);
      if (isEmptied(current.tree, holder)) step(removeAt(current.tree, holder));
    }
  }
  return { after: current, steps: made };
}

/** What is set, the lists that are not there yet with all their items among it, and what is appended to the others. */
function asSets(
  tree: Tree,
  changes: readonly PodChange[],
): { readonly sets: readonly PodChange[]; readonly appends: readonly PodChange[] } {
  const sets: PodChange[] = unique(changes.filter((change) => change.kind === 'set'));
  const appends = changes.filter((change) => change.kind === 'append');
  const isMissing = ({ path }: PodChange) => find(tree.root, path) === undefined;
  for (const { path } of unique(appends.filter(isMissing))) {
    const own = appends.flatMap((change) => (comparePaths(change.path, path) === 0 ? [change.value] : []));
    sets.push({ kind: 'set', path, value: own });
  }
  return { sets, appends: appends.filter((change) => !isMissing(change)) };
}

/** Objects that mean nothing once what they held is gone. */
const wrappers: ReadonlySet<string | number | undefined> = new Set([
  'annotations',
  'capabilities',
  'securityContext',
  'seLinuxOptions',
  'windowsOptions',
]);

function isEmptied(tree: Tree, path: Path): boolean {
  const node = find(tree.root, path);
  return wrappers.has(path.at(-1)) && node?.kind === 'object' && !node.members.length;
}

/** The edits of changes to different collections that do not meet, and the changes that have to wait for them. */
function together(tree: Tree, changes: readonly PodChange[]): { readonly edits: readonly Edit[]; readonly later: readonly PodChange[] } {
  const edits: Edit[] = [];
  const later: PodChange[] = [];
  const held = new Set<Node | undefined>();
  for (const change of changes) {
    const collection = collectionOf(tree, change);
    const own = held.has(collection) ? [] : editsOfOne(tree, change);
    if (held.has(collection) || own.some(({ span }) => edits.some((other) => meet(span, other.span)))) later.push(change);
    else edits.push(...own);
    held.add(collection);
  }
  return { edits, later };
}

/** What a change adds to or takes from. A list that loses its only item goes itself. */
function collectionOf(tree: Tree, { kind, path }: PodChange): Node | undefined {
  if (kind !== 'remove') return deepest(tree.root, path);
  const holder = resolved(find(tree.root, path.slice(0, -1)));
  return typeof path.at(-1) === 'number' && holder?.kind === 'array' && holder.items.length === 1
    ? collectionOf(tree, { kind, path: path.slice(0, -1) })
    : deepest(tree.root, path.slice(0, -1));
}

function editsOfOne(tree: Tree, change: PodChange): readonly Edit[] {
  if (change.kind === 'remove') return removeAt(tree, change.path);
  if (change.kind === 'set') return setPaths(tree, [change]);
  const { path, value } = change;
  const list = resolved(find(tree.root, path));
  return list?.kind === 'array' ? insertItem(tree, list, value) : setPaths(tree, [{ path, value: [value] }]);
}

/** The changes as edits of the current text; none where it offers no place for them, or is too broken to be edited without harm. */
export const editsFor = (part: PodPart, changes: readonly PodChange[]): Fix['edits'] =>
  canBeMade(part, changes) ? deferred(() => editsTo(part, changed(part, changes))) : [];

/** Whether the text has a place for one of the changes at least. */
export const canBeMade = (part: PodPart, changes: readonly PodChange[]): boolean =>
  !isBroken(part) && changes.some((change) => editsOfOne(part.tree, change).length > 0);

/** Edits from one version to the next, unless the next can be read less well. */
export const editsTo = (before: PodPart, { after, steps }: Changed): readonly Edit[] =>
  after.faults > before.faults || isBroken(before) ? [] : composeEdits(before.text.length, steps);

const isBroken = ({ templated, faults }: PodPart): boolean => templated && faults > 0;

const containerLists = ['initContainers', 'containers', 'ephemeralContainers'];

/** A pod's new `securityContext` is put before its containers, where readers look for it; the other changes are the rest. */
function contextsBeforeContainers(
  tree: Tree,
  sets: readonly PodChange[],
): { readonly first: readonly Edit[]; readonly rest: readonly { path: Path; value: Plain }[] } {
  const edits: Edit[] = [];
  const contexts = new Map<ObjectNode, { after: Member; values: Record<string, Plain> }>();
  const rest: { path: Path; value: Plain }[] = [];
  for (const change of sets) {
    if (change.kind !== 'set') continue;
    const at = change.path.lastIndexOf('securityContext');
    const holder = at >= 0 && change.path.length === at + 2 ? resolved(find(tree.root, change.path.slice(0, at))) : undefined;
    const list =
      holder?.kind === 'object' && !holder.flow ? holder.members.findIndex(({ key }) => containerLists.includes(String(key.value))) : -1;
    const after = holder?.kind === 'object' ? holder.members[list - 1] : undefined;
    if (holder?.kind !== 'object' || !after || memberOf(holder, 'securityContext')) {
      rest.push(change);
      continue;
    }
    const context = contexts.get(holder) ?? { after, values: {} };
    contexts.set(holder, context);
    context.values[String(change.path[at + 1])] = change.value;
  }
  for (const [holder, { after, values }] of contexts) edits.push(...setMember(tree, holder, 'securityContext', values, after));
  return { first: edits, rest };
}

function removeAt(tree: Tree, path: Path): readonly Edit[] {
  const holder = resolved(find(tree.root, path.slice(0, -1)));
  const last = path.at(-1);
  if (holder?.kind === 'array' && typeof last === 'number') {
    // A list that loses its last item goes with it.
    return holder.items.length === 1 ? removeAt(tree, path.slice(0, -1)) : removeItem(tree, holder, last);
  }
  if (holder?.kind !== 'object') return [];
  const member = holder.members.findLast(({ key }) => key.value === last);
  return member ? removeMember(tree, holder, member) : [];
}

/** A node that two places share is changed once. */
const withoutRepeats = (edits: readonly Edit[]): readonly Edit[] =>
  edits.filter(
    ({ span, text }, i) =>
      edits.findIndex((other) => other.span.start === span.start && other.span.end === span.end && other.text === text) === i,
  );

function unique<T extends PodChange>(changes: readonly T[]): T[] {
  const seen = new Set<string>();
  return changes.filter(({ path }) => {
    const key = JSON.stringify(path);
    return !seen.has(key) && seen.add(key);
  });
}

function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    return String(left) < String(right) ? -1 : 1;
  }
  return a.length - b.length;
}

/** Names of anchors through which a change reaches other places too. */
export function sharedAnchors(part: PodPart, changes: readonly PodChange[]): readonly string[] {
  const names = new Set<string>();
  for (const { path } of changes) {
    const node = deepest(part.tree.root, isMergedIn(part.tree.root, path) ? path.slice(0, -1) : path);
    if (node) for (const alias of aliasesOf(part.tree, node)) names.add(alias.name);
  }
  return [...names];
}

/** The last node on the way that is there. */
function deepest(root: Node | undefined, path: Path): Node | undefined {
  let node: Node | undefined = resolved(root);
  for (const step of path) {
    const next: Node | undefined = resolved(typeof step === 'number' ? find(node, [step]) : get(node, step));
    if (!next) break;
    node = next;
  }
  return node;
}
