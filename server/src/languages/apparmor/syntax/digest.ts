/** What the passes over a whole file look for, gathered once: after an edit only what contains the edit is read again. */

import { memo, type Steps } from '../../../core';
import { featuresOf } from './features';
import { problemsOf } from './form';
import { executes, permissionsOf } from './permissions';
import type { Abi, FileRule, Include, PlacedStatement, RuleStatement, Run, Statement, StatementList } from './tree';

/** What was found in a run of statements; starts count from the place of the run. */
interface Chunk<T> {
  readonly start: number;
  readonly items: readonly T[];
}

/** What was found in a list, run by run: an edit makes the items of one run anew, and places are made for who asks. */
export class Finds<T extends { readonly start: number }> implements Iterable<T> {
  readonly chunks: Chunk<T>[] = [];
  private open: T[] | undefined;

  get isEmpty(): boolean {
    return this.chunks.length === 0;
  }

  add(item: T) {
    if (!this.open) {
      this.open = [];
      this.chunks.push({ start: 0, items: this.open });
    }
    this.open.push(item);
  }

  /** What was found inside, whose places count from `base`. */
  addAll({ chunks }: Finds<T>, base: number) {
    if (chunks.length === 0) return;
    this.open = undefined;
    for (const chunk of chunks) this.chunks.push(base === 0 ? chunk : { start: base + chunk.start, items: chunk.items });
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const { start, items } of this.chunks) for (const item of items) yield start === 0 ? item : { ...item, start: start + item.start };
  }
}

/** Starts count from what contains the list of statements, or the run. */
export interface Digest {
  /** Statements that are wrong by themselves. */
  readonly flawed: Finds<PlacedStatement>;
  /** File rules with an arrow and nothing that it could be for. */
  readonly idleArrows: Finds<StatementAt<FileRule>>;
  /** File rules that enter a child profile and have no other way to execute. */
  readonly childExecs: Finds<StatementAt<FileRule>>;
  /** File rules that pass the environment on to another profile's program. */
  readonly trusting: Finds<PlacedMode>;
  /** File rules that let a program be written as well as executed. */
  readonly writableExecs: Finds<StatementAt<FileRule>>;
  /** Rules directly inside of a block. */
  readonly blocked: Finds<StatementAt<RuleStatement>>;
  /** Rules that only some abis mediate. */
  readonly abiDependent: Finds<StatementAt<RuleStatement>>;
  /** Statements that not every release of AppArmor knows. */
  readonly versionedStatements: Finds<PlacedStatement>;
  readonly references: Finds<StatementAt<Include | Abi>>;
}

export type FoundKind = keyof Digest;

/** The letters of a rule that say how something is executed. */
export interface PlacedMode {
  readonly start: number;
  readonly name: string;
}

export interface StatementAt<S extends Statement> {
  readonly start: number;
  readonly statement: S;
}

export const digestOf = memo((list: StatementList): Digest => {
  const digest = empty();
  for (const { start, run } of list.runs) append(digest, digestOfRun(run), start);
  return digest;
});

/** Reads the runs of a list one by one, so that its digest has only to be put together. */
export function* digestInSteps({ runs }: StatementList): Steps<void> {
  for (const { run } of runs) {
    for (const { statement } of run.statements) for (const body of statement.bodies) yield* digestInSteps(body);
    digestOfRun(run);
    yield;
  }
}

const digestOfRun = memo((run: Run): Digest => gather(run));

const isRead = 1;
const isFlawed = 2;
const isVersioned = 4;
const hasIdleArrow = 8;
const entersChild = 16;
const isTrusting = 32;
const isWritableExec = 64;
const isAbiDependent = 128;

/** Kinds of rules that every abi mediates. */
const alwaysMediated: ReadonlySet<string> = new Set(['file', 'link', 'capability', 'rlimit', 'change_profile', 'all']);

function fileMarks({ target, permissions, environment, qualifiers }: FileRule): number {
  if (!permissions) return 0;
  const has = permissionsOf(permissions.raw);
  const { exec } = has;
  if (!exec) return target && !executes(has) && !has.link ? hasIdleArrow : 0;
  const isDenied = qualifiers.mode?.value === 'deny';
  const isUnconfined = exec.transition === 'unconfined' || exec.fallback === 'unconfined';
  const mustExist = target && exec.transition === 'child' && !exec.fallback && !isDenied;
  return (
    (mustExist ? entersChild : 0) |
    (exec.keepsEnvironment && !isDenied && !isUnconfined && environment?.raw !== 'safe' ? isTrusting : 0) |
    (has.write || has.append ? isWritableExec : 0)
  );
}

/** One look for each statement: after an edit nearly all of them are known. */
function traitsOf(statement: Statement): number {
  if (statement.traits === 0) {
    statement.traits =
      isRead |
      (problemsOf(statement).length > 0 ? isFlawed : 0) |
      (featuresOf(statement).length > 0 ? isVersioned : 0) |
      (statement.kind === 'rule' && statement.verb === 'file' ? fileMarks(statement) : 0) |
      (statement.kind === 'rule' && !alwaysMediated.has(statement.verb) ? isAbiDependent : 0);
  }
  return statement.traits;
}

const empty = (): Digest => ({
  flawed: new Finds(),
  idleArrows: new Finds(),
  childExecs: new Finds(),
  trusting: new Finds(),
  writableExecs: new Finds(),
  blocked: new Finds(),
  abiDependent: new Finds(),
  versionedStatements: new Finds(),
  references: new Finds(),
});

export const foundKinds = Object.keys(empty()) as readonly FoundKind[];

function append(into: Digest, from: Digest, base: number) {
  into.flawed.addAll(from.flawed, base);
  into.idleArrows.addAll(from.idleArrows, base);
  into.childExecs.addAll(from.childExecs, base);
  into.trusting.addAll(from.trusting, base);
  into.writableExecs.addAll(from.writableExecs, base);
  into.blocked.addAll(from.blocked, base);
  into.abiDependent.addAll(from.abiDependent, base);
  into.versionedStatements.addAll(from.versionedStatements, base);
  into.references.addAll(from.references, base);
}

function gather({ statements }: Run): Digest {
  const found = empty();
  for (const placed of statements) {
    const traits = traitsOf(placed.statement);
    if (traits !== isRead) addByTraits(found, placed, traits);
    const { start, statement } = placed;
    if (statement.kind === 'rule') continue;
    if (statement.kind === 'include' || statement.kind === 'abi') found.references.add({ start, statement });
    for (const body of statement.bodies) {
      if (statement.kind === 'block') {
        for (const one of body.statements)
          if (one.statement.kind === 'rule') found.blocked.add({ start: start + one.start, statement: one.statement });
      }
      append(found, digestOf(body), start);
    }
  }
  return found;
}

function addByTraits(found: Digest, placed: PlacedStatement, traits: number) {
  if (traits & isFlawed) found.flawed.add(placed);
  if (traits & isVersioned) found.versionedStatements.add(placed);
  if (traits & isAbiDependent) found.abiDependent.add(placed as StatementAt<RuleStatement>);
  const rule = placed as StatementAt<FileRule>;
  if (traits & hasIdleArrow) found.idleArrows.add(rule);
  if (traits & entersChild) found.childExecs.add(rule);
  if (traits & isTrusting) addMode(found.trusting, rule);
  if (traits & isWritableExec) found.writableExecs.add(rule);
}

function addMode(found: Digest['trusting'], { start, statement: { permissions } }: StatementAt<FileRule>) {
  const exec = permissions && permissionsOf(permissions.raw).exec;
  if (exec) found.add({ start: start + permissions.start + exec.start, name: exec.name });
}
