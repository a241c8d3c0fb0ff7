/**
 * Pairs among thousands of rules: for each the first other one that has some relation to it. Only rules that can
 * match a common string are held against each other, and after an edit only those that it changed.
 */

import { Work, workLimits } from '../../../../core';
import { type Ends, endsApart, HeadIndex } from '../../syntax/glob';

export interface Relation<T> {
  /** A small number; `meet` says which can be related, so that most elements need not be looked at. */
  side(element: T): number;
  meet(side: number, other: number): boolean;
  /** `isBefore`: the other comes before the element. `work` counts what is compared. */
  applies(element: T, other: T, isBefore: boolean, work: Work): boolean;
}

/** Something with plain beginnings: two of them can be related only where a beginning of one starts with one of the other. */
export interface Indexed {
  readonly heads: readonly string[];
  /** Of the pattern that it is about, where it is about one: two whose ends keep them apart are not related. */
  readonly ends?: Ends | undefined;
  /** Its place among its partners, which alone write and read it. */
  slot?: Slot | undefined;
}

/** Where an element is: the index of its row and its index in it. */
export interface RowPosition {
  readonly row: number;
  readonly index: number;
}

interface Slot {
  readonly row: readonly unknown[];
  readonly index: number;
}

/** What a look beyond the ends counts for. */
const closeComparison = 40;

/** More changed elements than this, and all pairs are looked for again. */
const manyChanges = 2000;

/** The elements come in rows, which stay the same objects as long as nothing in them changes. */
export class RelationIndex<T extends Indexed> {
  /** There was more to compare than a text may cost, so that some pairs are missing. */
  isCut = false;
  private rows: readonly (readonly T[])[] = [];
  private order: ReadonlyMap<readonly unknown[], number> = new Map();
  private index = new HeadIndex<T>();
  /** For each relation: of each element that has one, the first that it is related to. */
  private readonly first: readonly Map<T, T>[];
  /** For each relation: those elements in order, as far as they were asked for, and those that came since. */
  private readonly listed: { elements: readonly T[]; fresh: T[] }[];

  constructor(private readonly relations: readonly Relation<T>[]) {
    this.first = relations.map(() => new Map());
    this.listed = relations.map(() => ({ elements: [], fresh: [] }));
  }

  /** The pairs of a relation in the order of their first elements. */
  pairs(relation: Relation<T>): readonly (readonly [RowPosition, RowPosition])[] {
    const number = this.relations.indexOf(relation);
    const first = this.first[number] as Map<T, T>;
    return this.inOrder(number).map((one) => [this.positionOf(one), this.positionOf(first.get(one) as T)]);
  }

  /** The elements that have a partner. */
  private inOrder(number: number): readonly T[] {
    const first = this.first[number] as Map<T, T>;
    const { elements, fresh } = this.listed[number] as (typeof this.listed)[number];
    const inOrder = (one: T, other: T) => (one === other ? 0 : this.isBefore(one, other) ? -1 : 1);
    const kept = elements.filter((element) => first.has(element));
    const all = fresh.length === 0 ? kept : [...new Set([...kept, ...fresh.filter((element) => first.has(element))])].sort(inOrder);
    this.listed[number] = { elements: all, fresh: [] };
    return all;
  }

  private positionOf(element: T): RowPosition {
    const { row, index } = element.slot as Slot;
    return { row: this.order.get(row) as number, index };
  }

  private isBefore(one: T, other: T): boolean {
    const a = one.slot as Slot;
    const b = other.slot as Slot;
    return a.row === b.row ? a.index < b.index : (this.order.get(a.row) as number) < (this.order.get(b.row) as number);
  }

  /** The elements must differ. */
  update(rows: readonly (readonly T[])[]) {
    const { old, now } = difference(this.rows, rows);
    if (old.length === 0 && now.length === 0) return;
    const isFirst = this.rows.length === 0;
    this.rows = rows;
    this.order = new Map(rows.map((row, i) => [row, i]));
    if (isFirst) {
      this.slot(rows);
      this.pairAll();
      return;
    }
    // A row that is elsewhere than before changes the order of its elements.
    const stood = new Set(old);
    const moved = new Set(now.filter((row) => stood.has(row)));
    const before = new Set(old.flatMap((row) => (moved.has(row) ? [] : row)));
    const after = new Set(now.flatMap((row) => (moved.has(row) ? [] : row)));
    const again = [...moved].flat();
    const removed = new Set([...before].filter((element) => !after.has(element)).concat(again));
    const added = new Set([...after].filter((element) => !before.has(element)).concat(again));
    for (const element of removed) element.slot = undefined;
    this.slot(now);
    // Which pairs were left out depends on the order, so that only looking at all of them again gives what a fresh start gives.
    if (this.isCut || removed.size + added.size > manyChanges) this.pairAll();
    else this.pairAgain(removed, added);
  }

  private slot(rows: readonly (readonly T[])[]) {
    for (const row of rows) for (let index = 0; index < row.length; index++) (row[index] as T).slot = { row, index };
  }

  private pairAll() {
    for (const known of this.first) known.clear();
    for (const number of this.relations.keys()) this.listed[number] = { elements: [], fresh: [] };
    this.index = new HeadIndex(this.rows.flat());
    const work = new Work(workLimits.comparedPatterns);
    this.index.eachPair((one, other) => {
      this.meet(one, other, work);
      return !work.isUsedUp;
    });
    this.isCut = work.isUsedUp;
  }

  /** Both ways, in all relations. */
  private meet(one: T, other: T, work: Work) {
    if (areApart(one, other)) {
      work.spend();
      return;
    }
    work.spend(closeComparison);
    for (const number of this.relations.keys()) {
      this.consider(number, one, other, work);
      this.consider(number, other, one, work);
    }
  }

  private pairAgain(removed: ReadonlySet<T>, added: ReadonlySet<T>) {
    for (const list of this.listed) list.elements = list.elements.filter((element) => !removed.has(element));
    const left = this.first.map((known) => {
      for (const element of removed) known.delete(element);
      const without = [...known].filter(([, other]) => removed.has(other)).map(([element]) => element);
      for (const element of without) known.delete(element);
      return without;
    });
    for (const element of removed) this.index.remove(element);
    for (const element of added) this.index.add(element);
    const work = new Work(workLimits.comparedPatterns);
    for (const element of added) {
      for (const other of this.index.near(element)) this.meet(element, other, work);
      if (work.isUsedUp) return this.pairAll();
    }
    for (const [number, elements] of left.entries())
      for (const element of elements)
        for (const other of this.index.near(element)) if (!areApart(element, other)) this.consider(number, element, other, work);
  }

  /** Notes the other as the element's partner when they are related and no earlier one is known. */
  private consider(number: number, element: T, other: T, work: Work) {
    const relation = this.relations[number] as Relation<T>;
    if (!relation.meet(relation.side(element), relation.side(other))) return;
    const first = this.first[number] as Map<T, T>;
    const known = first.get(element);
    if (known !== undefined && (known === other || this.isBefore(known, other))) return;
    if (!relation.applies(element, other, this.isBefore(other, element), work)) return;
    first.set(element, other);
    this.listed[number]?.fresh.push(element);
  }
}

const areApart = ({ ends }: Indexed, other: Indexed): boolean =>
  ends !== undefined && other.ends !== undefined && endsApart(ends, other.ends);

/** An edit changes a list in one place: what both ends do not share. */
function difference<T>(old: readonly T[], now: readonly T[]): { readonly old: readonly T[]; readonly now: readonly T[] } {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return { old: old.slice(start, old.length - end), now: now.slice(start, now.length - end) };
}
