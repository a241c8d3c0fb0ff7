/** Elements by the plain texts that what they match can start with. */

interface Headed {
  readonly heads: readonly string[];
}

export class HeadIndex<T extends Headed> {
  private readonly byHead = new Map<string, T[]>();
  /** All heads in order: what starts with a text is in a row. */
  private readonly sorted: string[];

  constructor(elements: readonly T[] = []) {
    for (const element of elements) {
      for (const head of element.heads) {
        const same = this.byHead.get(head);
        if (!same) this.byHead.set(head, [element]);
        else if (same[same.length - 1] !== element) same.push(element);
      }
    }
    this.sorted = [...this.byHead.keys()].sort();
  }

  add(element: T) {
    for (const head of new Set(element.heads)) {
      const same = this.byHead.get(head);
      if (same) same.push(element);
      else {
        this.byHead.set(head, [element]);
        this.sorted.splice(this.placeOf(head), 0, head);
      }
    }
  }

  remove(element: T) {
    for (const head of new Set(element.heads)) {
      const left = this.byHead.get(head)?.filter((one) => one !== element) ?? [];
      if (left.length > 0) this.byHead.set(head, left);
      else if (this.byHead.delete(head)) this.sorted.splice(this.placeOf(head), 1);
    }
  }

  /** The other elements of which a head starts with one of this element's heads or the other way round. */
  near(element: Headed): ReadonlySet<T> {
    const found = new Set<T>();
    for (const head of element.heads) {
      for (let length = 0; length < head.length; length++) for (const one of this.byHead.get(head.slice(0, length)) ?? []) found.add(one);
      for (let i = this.placeOf(head); i < this.sorted.length && this.sorted[i]?.startsWith(head); i++)
        for (const one of this.byHead.get(this.sorted[i] as string) ?? []) found.add(one);
    }
    found.delete(element as T);
    return found;
  }

  /** Those with a head that this text starts with: what can say all that an element with that beginning says. */
  wider(head: string): ReadonlySet<T> {
    const found = new Set<T>();
    for (let length = 0; length <= head.length; length++) for (const one of this.byHead.get(head.slice(0, length)) ?? []) found.add(one);
    return found;
  }

  /**
   * Meets all pairs of such elements of which one is wanted, as long as `visit` answers true; with several heads a pair may come more
   * than once.
   */
  eachPair(visit: (one: T, other: T) => boolean, isWanted: (element: T) => boolean = () => true) {
    // In this order, what a head starts with comes before it.
    const beginnings: { readonly head: string; readonly all: readonly T[] }[] = [];
    for (const head of this.sorted) {
      while (beginnings.length > 0 && !head.startsWith(beginnings[beginnings.length - 1]?.head as string)) beginnings.pop();
      const all = this.byHead.get(head) as readonly T[];
      const wanted = all.every(isWanted) ? all : all.filter(isWanted);
      for (const before of beginnings) {
        for (const one of before.all) for (const other of isWanted(one) ? all : wanted) if (one !== other && !visit(one, other)) return;
      }
      for (let i = 0; i < all.length; i++) {
        const one = all[i] as T;
        const isOne = isWanted(one);
        for (let j = i + 1; j < all.length; j++) if ((isOne || isWanted(all[j] as T)) && !visit(one, all[j] as T)) return;
      }
      beginnings.push({ head, all });
    }
  }

  /** The first place in the order whose head is not before the text. */
  private placeOf(text: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle] as string) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
