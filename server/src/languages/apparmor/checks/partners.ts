/**
 * Pairs among thousands of rules: for each the first other one that stands in some relation to it. Only rules that can
 * match a common string are held against each other, and after an edit only those that it changed.
 */

/** Of each element that has one, the first in the order of the list that it is related to. */
export interface Partners<T> {
  readonly list: readonly T[];
  /** One for each element; see `keyOf`. */
  readonly keys: Int32Array;
  readonly sides: Uint8Array;
  readonly first: ReadonlyMap<T, T>;
}

export interface Relation<T> {
  /** Plain beginnings: elements are related only where one's beginning starts with one of the other's. */
  heads(element: T): readonly string[];
  /** A number from 0 to 255; `meet` says which can be related, so that most elements need not be looked at. */
  side(element: T): number;
  meet(side: number, other: number): boolean;
  /** `isBefore`: the other stands before the element. */
  holds(element: T, other: T, isBefore: boolean): boolean;
}

/** The pairs as places in the list, in its order. */
export function inOrder<T>(list: readonly T[], first: Partners<T>['first']): readonly (readonly [number, number])[] {
  if (first.size === 0) return [];
  const order = new Map(list.map((element, index) => [element, index]));
  const pairs = [...first].map(([element, other]) => [order.get(element) as number, order.get(other) as number] as const);
  return pairs.sort(([a], [b]) => a - b);
}

/** More changed elements than this, and all pairs are looked for again. */
const fewChanges = 40;

/** The elements of the list must differ. */
export function partnersOf<T>(list: readonly T[], relation: Relation<T>, before?: Partners<T>): Partners<T> {
  if (!before) return allPairs(list, relation);
  const difference = differenceOf(before.list, list);
  const changes = difference.removed.length + difference.added.length;
  if (changes === 0) return before;
  return changes > fewChanges ? allPairs(list, relation) : update(list, relation, before, difference);
}

interface Difference<T> {
  /** What both lists share at their start. */
  readonly start: number;
  readonly removed: readonly T[];
  readonly added: readonly T[];
}

/** An edit changes a list in one place: what both ends do not share. */
function differenceOf<T>(old: readonly T[], now: readonly T[]): Difference<T> {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return { start, removed: old.slice(start, old.length - end), added: now.slice(start, now.length - end) };
}

const keyLength = 16;

/** Elements whose keys differ are not related, unless one of the keys is 0. Numbers in a row are compared without a look at the elements. */
function keyOf(heads: readonly string[]): number {
  let key = 0;
  for (const head of heads) {
    if (head.length < keyLength) return 0;
    let hash = 1;
    for (let i = 0; i < keyLength; i++) hash = (Math.imul(hash, 31) + head.charCodeAt(i)) | 0;
    if (key !== 0 && hash !== key) return 0;
    key = hash;
  }
  return key;
}

function allPairs<T>(list: readonly T[], relation: Relation<T>): Partners<T> {
  const first = new Map<number, number>();
  const consider = (one: number, other: number) => {
    const known = first.get(one);
    if (known !== undefined && known <= other) return;
    if (relation.holds(list[one] as T, list[other] as T, other < one)) first.set(one, other);
  };
  const entries = list.flatMap((element, index) => relation.heads(element).map((head) => ({ head, index })));
  entries.sort((a, b) => (a.head < b.head ? -1 : a.head > b.head ? 1 : a.index - b.index));
  // In this order, what a head starts with stands before it.
  const beginnings: { head: string; index: number }[] = [];
  for (const entry of entries) {
    while (beginnings.length > 0 && !entry.head.startsWith(beginnings[beginnings.length - 1]?.head as string)) beginnings.pop();
    for (const { index } of beginnings) {
      if (index === entry.index) continue;
      consider(index, entry.index);
      consider(entry.index, index);
    }
    beginnings.push(entry);
  }
  const keys = Int32Array.from(list, (element) => keyOf(relation.heads(element)));
  const sides = Uint8Array.from(list, (element) => relation.side(element));
  return { list, keys, sides, first: new Map([...first].map(([one, other]) => [list[one] as T, list[other] as T])) };
}

function update<T>(list: readonly T[], relation: Relation<T>, before: Partners<T>, { start, removed, added }: Difference<T>): Partners<T> {
  const keys = new Int32Array(list.length);
  keys.set(before.keys.subarray(0, start));
  keys.set(before.keys.subarray(start + removed.length), start + added.length);
  const sides = new Uint8Array(list.length);
  sides.set(before.sides.subarray(0, start));
  sides.set(before.sides.subarray(start + removed.length), start + added.length);
  for (const [i, element] of added.entries()) {
    keys[start + i] = keyOf(relation.heads(element));
    sides[start + i] = relation.side(element);
  }

  const first = new Map(before.first);
  for (const element of removed) first.delete(element);
  const displaced = new Set(removed);
  const orphans = [...first].filter(([, other]) => displaced.has(other)).map(([element]) => element);
  if (orphans.length > fewChanges) return allPairs(list, relation);
  for (const element of orphans) first.delete(element);

  // Few elements are asked about, and a search by identity touches none of them.
  const orderOf = (element: T) => list.indexOf(element);
  const consider = (element: T, other: T, isBefore: boolean) => {
    const known = first.get(element);
    if (known !== undefined && orderOf(known) <= orderOf(other)) return;
    if (relation.holds(element, other, isBefore)) first.set(element, other);
  };
  for (const changed of new Set([...added, ...orphans])) {
    const at = orderOf(changed);
    const key = keys[at] as number;
    const side = sides[at] as number;
    const isAdded = at >= start && at < start + added.length;
    for (let i = 0; i < list.length; i++) {
      const other = keys[i] as number;
      if (i === at || (other !== key && other !== 0 && key !== 0)) continue;
      const otherSide = sides[i] as number;
      if (relation.meet(side, otherSide)) consider(changed, list[i] as T, i < at);
      if (isAdded && relation.meet(otherSide, side)) consider(list[i] as T, changed, at < i);
    }
  }
  return { list, keys, sides, first };
}
