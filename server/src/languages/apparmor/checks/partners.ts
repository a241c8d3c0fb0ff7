/**
 * Pairs among thousands of rules: for each the first other one that stands in some relation to it. Only rules that can
 * match a common string are held against each other, and after an edit only those that it changed.
 */

/** Of each element that has one, the first in the order of the list that it is related to. */
export interface Partners<T> {
  readonly list: readonly T[];
  readonly first: ReadonlyMap<T, T>;
}

export interface Relation<T> {
  /** Plain beginnings: elements are related only where one's beginning starts with one of the other's. */
  heads(element: T): readonly string[];
  /** `isBefore`: the other stands before the element. */
  holds(element: T, other: T, isBefore: boolean): boolean;
}

/** More changed elements than this, and all pairs are looked for again. */
const fewChanges = 40;

/** The elements of the list must differ. */
export function partnersOf<T>(list: readonly T[], relation: Relation<T>, before?: Partners<T>): Partners<T> {
  if (!before) return allPairs(list, relation);
  const { removed, added } = difference(before.list, list);
  if (removed.length + added.length === 0) return before;
  if (removed.length + added.length > fewChanges) return allPairs(list, relation);
  return update(list, relation, before, removed, added);
}

/** An edit changes a list in one place: what both ends do not share. */
function difference<T>(old: readonly T[], now: readonly T[]): { readonly removed: readonly T[]; readonly added: readonly T[] } {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return { removed: old.slice(start, old.length - end), added: now.slice(start, now.length - end) };
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
  return { list, first: new Map([...first].map(([one, other]) => [list[one] as T, list[other] as T])) };
}

function update<T>(
  list: readonly T[],
  relation: Relation<T>,
  before: Partners<T>,
  removed: readonly T[],
  added: readonly T[],
): Partners<T> {
  const order = new Map(list.map((element, index) => [element, index]));
  const orderOf = (element: T) => order.get(element) as number;
  const first = new Map(before.first);
  const displaced = new Set(removed);
  for (const element of removed) first.delete(element);
  const orphans = new Set(added);
  for (const [element, other] of first) if (displaced.has(other)) orphans.add(element);
  if (orphans.size > fewChanges) return allPairs(list, relation);
  for (const element of orphans) {
    first.delete(element);
    const at = orderOf(element);
    const partner = list.find((other, index) => index !== at && relation.holds(element, other, index < at));
    if (partner !== undefined) first.set(element, partner);
  }
  for (const other of added) {
    const at = orderOf(other);
    list.forEach((element, index) => {
      if (index === at) return;
      const known = first.get(element);
      if (known !== undefined && orderOf(known) <= at) return;
      if (relation.holds(element, other, at < index)) first.set(element, other);
    });
  }
  return { list, first };
}
