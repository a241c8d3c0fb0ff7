import type { Work } from '../../core';
import { comesAfter, type FilterBranch, type Ruling, sameTest, type Test } from './filterTests';
import { type CallVerdict, sameVerdict } from './resolve';

/** Told of a rule that is not simply added, with the rule that it met. */
export type Tell<Origin, More extends string = never> = (kind: 'conflict' | 'wider' | More, older: Origin) => void;

/**
 * Adds the tests of a rule to those of a call. `wider` is told where a rule with fewer of the same conditions decides already, `conflict` where
 * libseccomp refuses the rule (EEXIST); the tests are then added in part.
 *
 * Source: libseccomp src/db.c `db_rule_add`.
 */
export function mergeTests<Origin>(
  tests: Test<Origin>[],
  added: Test<Origin>,
  { verdict }: Ruling<Origin>,
  tell: Tell<Origin>,
  work: Work,
): void {
  const pruning: Pruning<Origin> = { root: tests, verdict, work, removed: false };
  const flags = prune(tests, added, 0, pruning);
  if (pruning.removed && tests.length === 0) tests.push(added);
  else if (!pruning.removed && (flags & redundant) === redundant && pruning.shorter) tell('wider', pruning.shorter.origin);
  else insert(tests, added, tell);
}

interface Pruning<Origin> {
  readonly root: Test<Origin>[];
  /** Of the new rule. */
  readonly verdict: CallVerdict;
  /** Something was taken out of the tree. */
  removed: boolean;
  /** What decides already where the new rule requires more. */
  shorter?: Ruling<Origin> | undefined;
  /** The walk grows with a power of the number of conditions on a call, and libseccomp takes minutes for many. */
  readonly work: Work;
}

/** What a walk over the old tree, X, and the new one, N, has found. */
const match = 1;
const matchedBefore = 2;
const xFinished = 16;
const nFinished = 32;
/** The old tree has tests before those that both have. */
const xPrefix = 256;
const nPrefix = 512;
const matched = match | matchedBefore;
const redundant = match | xFinished | nPrefix;

/**
 * Takes out of the tree what a new rule with the same verdict and fewer tests covers, and finds out whether the new rule is covered. Answers
 * what was found.
 *
 * Source: libseccomp src/db.c `_db_tree_prune`.
 */
function prune<Origin>(level: readonly Test<Origin>[] | undefined, added: Test<Origin>, before: number, pruning: Pruning<Origin>): number {
  if (!level?.length || (before & matched) === matchedBefore || !pruning.work.spend()) return leave(before, before);
  let found = before;
  for (const old of worthLookingAt(level, added)) {
    if (sameTest(old, added)) {
      found |= matched | (isLeaf(added) ? nFinished : 0) | (isLeaf(old) ? xFinished : 0);
      if ((['yes', 'no'] as const).some((side) => isUsed(old[side]) && !isUsed(added[side]))) return leave(before, found);
      if (isLeaf(added) && isLeaf(old) && !sameRulings(old, added)) return leave(before, found);
      for (const side of ['yes', 'no'] as const) {
        const [next] = added[side].tests ?? [];
        const below = next ? prune(old[side].tests, next, before | matched, pruning) : 0;
        if (below & match) found |= below;
      }
      const covers = (found & nFinished) !== 0 && (found & xPrefix) !== 0;
      const isCovered = (found & xFinished) !== 0 && (found & nPrefix) !== 0;
      if (!(found & match) || !(covers || isCovered) || !level.includes(old) || !decidesOnly(old, pruning.verdict)) continue;
      if (covers) {
        pruning.work.spend(pruning.root.length);
        remove(pruning.root, old);
        pruning.removed = true;
        if (pruning.root.length === 0) return leave(before, found);
      } else {
        [pruning.shorter] = rulingsBelow({ tests: [old] });
        return leave(before, found);
      }
      continue;
    }
    const isLater = comesAfter(old, added);
    if (before & (isLater ? nPrefix : xPrefix)) return leave(before, found);
    // What comes first is passed over on one side: the tests that follow it may be the same.
    for (const side of ['yes', 'no'] as const) {
      const [next] = (isLater ? old : added)[side].tests ?? [];
      if (!next) continue;
      const below = isLater
        ? prune(old[side].tests, added, (before & ~match) | xPrefix, pruning)
        : prune(level, next, (before & ~match) | nPrefix, pruning);
      if (below & match) return leave(before, found | below);
      if (!level.includes(old)) break;
    }
  }
  return leave(before, found & ~match);
}

/**
 * The tests of a level that a walk has to look at: the first of those before the new one, the one that is the same, the first of those after it, and
 * those with tests below them that may be the same. Of thousands of values of one argument these are three.
 */
function worthLookingAt<Origin>(level: readonly Test<Origin>[], added: Test<Origin>): readonly Test<Origin>[] {
  if (level.length <= fewTests) return [...level];
  const earlier = firstAfter(level, added);
  const same = sameIn(level, added);
  const first = earlier > 0 ? 0 : undefined;
  const next = earlier < level.length ? earlier : undefined;
  const indices = [first, same, next].filter((index) => index !== undefined);
  // Below a test for one value there is no other test of the same word.
  for (let i = firstAfter(level, { ...added, class: 3, datum: 0 }); i < level.length; i++)
    if (i > earlier && !isLeaf(level[i] as Test<Origin>)) indices.push(i);
  return [...new Set(indices)].sort((a, b) => a - b).map((index) => level[index] as Test<Origin>);
}

const fewTests = 8;

/** The index of the first test of a level that is made only after another one. A level is in that order. */
function firstAfter(level: readonly Test<unknown>[], added: Test<unknown>): number {
  let low = 0;
  let high = level.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comesAfter(level[middle] as Test<unknown>, added)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The index of the test of a level that is the same as another one, whatever the operator that each comes from. */
function sameIn(level: readonly Test<unknown>[], added: Test<unknown>): number | undefined {
  for (const classed of [3, 2, 1] as const) {
    const like = { ...added, class: classed, ascending: classed === 2 };
    for (let i = firstAfter(level, like) - 1; i >= 0; i--) {
      const old = level[i] as Test<unknown>;
      if (sameTest(old, added)) return i;
      if (comesAfter(like, old)) break;
    }
  }
  return undefined;
}

/** What a level tells the one above it: nothing new without a match. */
const leave = (before: number, found: number): number => (found & match ? before | found : before & ~match);

/** Source: libseccomp src/db.c `_db_tree_remove`. */
function remove<Origin>(level: Test<Origin>[] | undefined, gone: Test<Origin>): boolean {
  for (const test of level ?? []) {
    const isBelow = test !== gone && (remove(test.yes.tests, gone) || remove(test.no.tests, gone));
    if (test === gone || (isLeaf(test) && !test.yes.ruling && !test.no.ruling)) {
      level?.splice(level.indexOf(test), 1);
      return true;
    }
    if (isBelow) return true;
  }
  return false;
}

/** Source: libseccomp src/db.c `_db_tree_add`. */
function insert<Origin>(tests: Test<Origin>[], added: Test<Origin>, tell: Tell<Origin>): boolean {
  const place = firstAfter(tests, added);
  const same = sameIn(tests, added);
  const old = same !== undefined && same <= place ? tests[same] : undefined;
  if (!old) {
    tests.splice(place, 0, added);
    return true;
  }
  const isLast = isLeaf(old) || isLeaf(added);
  return (
    (['yes', 'no'] as const).every((side) => insertRuling(old[side], added[side], tell, isLast, side === 'yes' && isHigher(added, old))) &&
    (['yes', 'no'] as const).every((side) => insertTests(old[side], added[side], tell))
  );
}

/** The upper words alone decide: of two ranges that both match, the one with the higher bound is meant to come first. */
const isHigher = (added: Test<unknown>, old: Test<unknown>): boolean => added.high && added.whole > old.whole;

/** Answers false where libseccomp refuses the rule. */
function insertRuling<Origin>(
  to: FilterBranch<Origin>,
  { ruling }: FilterBranch<Origin>,
  tell: Tell<Origin>,
  isLast: boolean,
  wins: boolean,
): boolean {
  if (!ruling) return true;
  if (!to.ruling) {
    const other = otherRuling(to, ruling.verdict);
    if (other) return refuse(other, tell);
    to.ruling = ruling;
    delete to.tests;
    return true;
  }
  if (sameVerdict(ruling.verdict, to.ruling.verdict)) return true;
  if (isLast) return refuse(to.ruling, tell);
  if (wins) to.ruling = ruling;
  return true;
}

function refuse<Origin>({ origin }: Ruling<Origin>, tell: Tell<Origin>): false {
  tell('conflict', origin);
  return false;
}

/** Answers false where nothing more of the rule is added. */
function insertTests<Origin>(to: FilterBranch<Origin>, from: FilterBranch<Origin>, tell: Tell<Origin>): boolean {
  const [next] = from.tests ?? [];
  if (!next) return true;
  if (to.tests?.length) return to.tests === from.tests || insert(to.tests, next, tell);
  if (to.ruling) {
    tell('wider', to.ruling.origin);
    return false;
  }
  if (from.tests) to.tests = from.tests;
  return true;
}

const isUsed = ({ ruling, tests }: FilterBranch<unknown>): boolean => ruling !== undefined || (tests?.length !== 0 && tests !== undefined);

const isLeaf = ({ yes, no }: Test<unknown>): boolean => !yes.tests?.length && !no.tests?.length;

const sameRulings = (a: Test<unknown>, b: Test<unknown>): boolean =>
  (['yes', 'no'] as const).every((side) => {
    const [one, other] = [a[side].ruling, b[side].ruling];
    return one && other ? sameVerdict(one.verdict, other.verdict) : !one && !other;
  });

/** Whether all rulings of a test and below it have one verdict. */
const decidesOnly = (test: Test<unknown>, verdict: CallVerdict): boolean => otherRuling({ tests: [test] }, verdict) === undefined;

function otherRuling<Origin>(branch: FilterBranch<Origin>, verdict: CallVerdict): Ruling<Origin> | undefined {
  for (const ruling of rulingsBelow(branch)) if (!sameVerdict(ruling.verdict, verdict)) return ruling;
  return undefined;
}

function* rulingsBelow<Origin>(branch: FilterBranch<Origin>): Generator<Ruling<Origin>> {
  for (const { yes, no } of branch.tests ?? []) {
    for (const side of [yes, no]) {
      if (side.ruling) yield side.ruling;
      yield* rulingsBelow(side);
    }
  }
}
