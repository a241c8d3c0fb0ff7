/**
 * Pairs among thousands of rules: for each the first other one that has some relation to it. Only rules that can
 * match a common string are held against each other, and after an edit only those that it changed.
 */

import { Work, workLimits } from '../../../../core';
import { type Ends, endsApart, HeadIndex, knownEndsOf } from '../../syntax/glob';

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
  /** The pattern that it is about, where it is about one: two whose ends keep them apart are not related. */
  readonly glob?: string | undefined;
}

/** Where an element is: the index of its row and its index in it. */
export interface RowPosition {
  readonly row: number;
  readonly index: number;
}

/** An element at its place; profiles share elements. */
interface PlacedElement<T> {
  readonly element: T;
  readonly heads: readonly string[];
  /** Whether partners are looked for. */
  readonly wanted: boolean;
  row: readonly T[];
  index: number;
  /** Of its pattern; made when it first meets another. */
  ends: Ends | undefined;
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
  private order: ReadonlyMap<readonly T[], number> = new Map();
  private readonly entries = new Map<readonly T[], readonly PlacedElement<T>[]>();
  private index = new HeadIndex<PlacedElement<T>>();
  /** For each relation: of each element that has one, the first that it is related to. */
  private readonly first: readonly Map<PlacedElement<T>, PlacedElement<T>>[];
  /** For each relation: those elements in order, as far as they were asked for, and those that came since. */
  private readonly listed: { elements: readonly PlacedElement<T>[]; fresh: PlacedElement<T>[] }[];

  constructor(private readonly relations: readonly Relation<T>[]) {
    this.first = relations.map(() => new Map());
    this.listed = relations.map(() => ({ elements: [], fresh: [] }));
  }

  /** The pairs of a relation in the order of their first elements. */
  pairs(relation: Relation<T>): readonly (readonly [RowPosition, RowPosition])[] {
    const number = this.relations.indexOf(relation);
    const first = this.first[number] as Map<PlacedElement<T>, PlacedElement<T>>;
    return this.inOrder(number).map((one) => [this.positionOf(one), this.positionOf(first.get(one) as PlacedElement<T>)]);
  }

  /** The elements that have a partner. */
  private inOrder(number: number): readonly PlacedElement<T>[] {
    const first = this.first[number] as Map<PlacedElement<T>, PlacedElement<T>>;
    const { elements, fresh } = this.listed[number] as (typeof this.listed)[number];
    const inOrder = (one: PlacedElement<T>, other: PlacedElement<T>) => (one === other ? 0 : this.isBefore(one, other) ? -1 : 1);
    const kept = elements.filter((element) => first.has(element));
    const all = fresh.length === 0 ? kept : [...new Set([...kept, ...fresh.filter((element) => first.has(element))])].sort(inOrder);
    this.listed[number] = { elements: all, fresh: [] };
    return all;
  }

  private positionOf({ row, index }: PlacedElement<T>): RowPosition {
    return { row: this.order.get(row) as number, index };
  }

  private isBefore(a: PlacedElement<T>, b: PlacedElement<T>): boolean {
    return a.row === b.row ? a.index < b.index : (this.order.get(a.row) as number) < (this.order.get(b.row) as number);
  }

  /** Of a row that occurs twice the first counts. `isWanted` says of which rows partners are looked for, among the elements of all rows. */
  update(all: readonly (readonly T[])[], isWanted: (row: number) => boolean = () => true) {
    const order = new Map<readonly T[], number>();
    for (const [i, row] of all.entries()) if (!order.has(row)) order.set(row, i);
    const rows = [...order.keys()];
    const { old, now } = difference(this.rows, rows);
    const isFirst = this.rows.length === 0;
    this.order = order;
    this.rows = rows;
    if (old.length === 0 && now.length === 0) return;
    const wanted = (row: readonly T[]) => isWanted(order.get(row) as number);
    if (isFirst) {
      for (const row of rows) this.enter(row, wanted(row));
      this.pairAll();
      return;
    }
    const gone = old.filter((row) => !order.has(row));
    const come = now.filter((row) => !this.entries.has(row));
    // A row that is elsewhere than before changes the order of its elements.
    const again = now.flatMap((row) => this.entries.get(row) ?? []);
    const before = new Map<T, PlacedElement<T>>();
    for (const row of gone) {
      for (const entry of this.entries.get(row) ?? []) before.set(entry.element, entry);
      this.entries.delete(row);
    }
    const added = new Set(again);
    for (const row of come) for (const entry of this.enter(row, wanted(row), before)) added.add(entry);
    const removed = new Set([...before.values(), ...again]);
    // Which pairs were left out depends on the order, so that only looking at all of them again gives what a fresh start gives.
    if (this.isCut || removed.size + added.size > manyChanges) this.pairAll();
    else this.pairAgain(removed, added);
  }

  /** Answers the entries that are new; those that are known go over from `before`. */
  private enter(row: readonly T[], wanted: boolean, before?: Map<T, PlacedElement<T>>): readonly PlacedElement<T>[] {
    const fresh: PlacedElement<T>[] = [];
    const entries = row.map((element, index) => {
      const known = before?.get(element);
      if (known?.wanted === wanted) {
        before?.delete(element);
        known.row = row;
        known.index = index;
        return known;
      }
      const entry = { element, heads: element.heads, wanted, row, index, ends: undefined };
      fresh.push(entry);
      return entry;
    });
    this.entries.set(row, entries);
    return fresh;
  }

  private pairAll() {
    for (const known of this.first) known.clear();
    for (const number of this.relations.keys()) this.listed[number] = { elements: [], fresh: [] };
    this.index = new HeadIndex(this.rows.flatMap((row) => this.entries.get(row) ?? []));
    const work = new Work(workLimits.comparedPatterns);
    this.index.eachPair(
      (one, other) => {
        this.meet(one, other, work);
        return !work.isUsedUp;
      },
      ({ wanted }) => wanted,
    );
    this.isCut = work.isUsedUp;
  }

  /** Both ways, in all relations. */
  private meet(one: PlacedElement<T>, other: PlacedElement<T>, work: Work) {
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

  private pairAgain(removed: ReadonlySet<PlacedElement<T>>, added: ReadonlySet<PlacedElement<T>>) {
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
      for (const other of this.index.near(element)) if (element.wanted || other.wanted) this.meet(element, other, work);
      if (work.isUsedUp) return this.pairAll();
    }
    for (const [number, elements] of left.entries())
      for (const element of elements)
        for (const other of this.index.near(element)) if (!areApart(element, other)) this.consider(number, element, other, work);
  }

  /** Notes the other as the element's partner when they are related and no earlier one is known. */
  private consider(number: number, one: PlacedElement<T>, partner: PlacedElement<T>, work: Work) {
    if (!one.wanted) return;
    const relation = this.relations[number] as Relation<T>;
    if (!relation.meet(relation.side(one.element), relation.side(partner.element))) return;
    const first = this.first[number] as Map<PlacedElement<T>, PlacedElement<T>>;
    const known = first.get(one);
    if (known !== undefined && (known === partner || this.isBefore(known, partner))) return;
    if (!relation.applies(one.element, partner.element, this.isBefore(partner, one), work)) return;
    first.set(one, partner);
    this.listed[number]?.fresh.push(one);
  }
}

function areApart<T extends Indexed>(one: PlacedElement<T>, other: PlacedElement<T>): boolean {
  const ends = endsOfElement(one);
  const others = ends && endsOfElement(other);
  return ends !== undefined && others !== undefined && endsApart(ends, others);
}

function endsOfElement<T extends Indexed>(placed: PlacedElement<T>): Ends | undefined {
  const { glob } = placed.element;
  if (placed.ends === undefined && glob !== undefined) placed.ends = knownEndsOf(glob);
  return placed.ends;
}

/** An edit changes a list in one place: what both ends do not share. */
function difference<T>(old: readonly T[], now: readonly T[]): { readonly old: readonly T[]; readonly now: readonly T[] } {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return { old: old.slice(start, old.length - end), now: now.slice(start, now.length - end) };
}
