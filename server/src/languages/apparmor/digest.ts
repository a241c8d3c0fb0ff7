/** What the passes over a whole file look for, gathered once: after an edit only what holds the edit is gone through again. */

import { problemsOf } from './checks';
import { featuresOf } from './features';
import { permissionsOf } from './permissions';
import type { Abi, FileRule, Include, PlacedStatement, Rule, Run, Statement, StatementList } from './tree';

/** Starts count from what holds the list of statements, or the run. */
export interface Digest {
  /** Statements that are wrong by themselves. */
  readonly flawed: readonly PlacedStatement[];
  /** File rules with an arrow. */
  readonly arrows: readonly Placed<FileRule>[];
  /** File rules that pass the environment on to a program, or let it be written as well as executed. */
  readonly doubtful: readonly Placed<FileRule>[];
  /** Rules directly inside of a block. */
  readonly blocked: readonly Placed<Rule>[];
  /** Statements that not every release of AppArmor knows. */
  readonly young: readonly PlacedStatement[];
  readonly references: readonly Placed<Include | Abi>[];
}

interface Placed<S extends Statement> {
  readonly start: number;
  readonly statement: S;
}

const known = new WeakMap<StatementList | Run, Digest>();

export function digestOf(list: StatementList): Digest {
  let digest = known.get(list);
  if (!digest) {
    const made = empty();
    for (const { start, run } of list.runs) append(made, digestOfRun(run), start);
    digest = made;
    known.set(list, digest);
  }
  return digest;
}

function digestOfRun(run: Run): Digest {
  let digest = known.get(run);
  if (!digest) {
    digest = gather(run);
    known.set(run, digest);
  }
  return digest;
}

const isFlawed = 1;
const isYoung = 2;
const isDoubtful = 4;
const marks = new WeakMap<Statement, number>();

function doubts(letters: string): boolean {
  const { exec, write, append } = permissionsOf(letters);
  return exec !== undefined && (exec.keepsEnvironment || write || append);
}

/** One look for each statement: after an edit nearly all of them are known. */
function marksOf(statement: Statement): number {
  let known = marks.get(statement);
  if (known === undefined) {
    known =
      (problemsOf(statement).length > 0 ? isFlawed : 0) |
      (featuresOf(statement).length > 0 ? isYoung : 0) |
      (statement.kind === 'rule' && statement.verb === 'file' && statement.permissions && doubts(statement.permissions.raw)
        ? isDoubtful
        : 0);
    marks.set(statement, known);
  }
  return known;
}

type Growing = { -readonly [K in keyof Digest]: Digest[K][number][] };

const empty = (): Growing => ({ flawed: [], arrows: [], doubtful: [], blocked: [], young: [], references: [] });

function append(into: Growing, from: Digest, base: number) {
  const add = <S extends Statement>(list: Placed<S>[], more: readonly Placed<S>[]) => {
    for (const { start, statement } of more) list.push({ start: base + start, statement });
  };
  add(into.flawed, from.flawed);
  add(into.arrows, from.arrows);
  add(into.doubtful, from.doubtful);
  add(into.blocked, from.blocked);
  add(into.young, from.young);
  add(into.references, from.references);
}

function gather({ statements }: Run): Digest {
  const found = empty();
  for (const placed of statements) {
    const { start, statement } = placed;
    const marks = marksOf(statement);
    if (marks & isFlawed) found.flawed.push(placed);
    if (marks & isYoung) found.young.push(placed);
    if (statement.kind === 'rule') {
      if (statement.verb === 'file' && statement.target) found.arrows.push({ start, statement });
      if (statement.verb === 'file' && marks & isDoubtful) found.doubtful.push({ start, statement });
      continue;
    }
    if (statement.kind === 'include' || statement.kind === 'abi') found.references.push({ start, statement });
    for (const body of statement.bodies) {
      if (statement.kind === 'block') {
        for (const one of body.statements)
          if (one.statement.kind === 'rule') found.blocked.push({ start: start + one.start, statement: one.statement });
      }
      append(found, digestOf(body), start);
    }
  }
  return found;
}
