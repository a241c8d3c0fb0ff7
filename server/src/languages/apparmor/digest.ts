/** What the passes over a whole file look for, gathered once: after an edit only what holds the edit is gone through again. */

import { problemsOf } from './checks';
import { featuresOf } from './features';
import { permissionsOf } from './permissions';
import { type Abi, bodiesOf, type FileRule, type Include, type PlacedStatement, type Rule, type Statement } from './tree';

export interface Digest {
  /** Statements that are wrong by themselves; starts as those of the statements that were asked about. */
  readonly flawed: readonly PlacedStatement[];
  /** Those of the statements themselves that hold or bring others: profiles, conditions, includes. */
  readonly holders: readonly PlacedStatement[];
  /** File rules with an arrow. */
  readonly arrows: readonly { readonly start: number; readonly statement: FileRule }[];
  /** File rules that say how a program runs. */
  readonly executing: readonly { readonly start: number; readonly statement: FileRule }[];
  /** Rules directly inside of a block. */
  readonly blocked: readonly { readonly start: number; readonly statement: Rule }[];
  /** Statements that not every release of AppArmor knows. */
  readonly young: readonly PlacedStatement[];
  readonly references: readonly { readonly start: number; readonly statement: Include | Abi }[];
}

const known = new WeakMap<readonly PlacedStatement[], Digest>();

export function digestOf(statements: readonly PlacedStatement[]): Digest {
  let digest = known.get(statements);
  if (!digest) {
    digest = gather(statements);
    known.set(statements, digest);
  }
  return digest;
}

const isFlawed = 1;
const isYoung = 2;
const isExecuting = 4;
const marks = new WeakMap<Statement, number>();

/** One look for each statement: after an edit nearly all of them are known. */
function marksOf(statement: Statement): number {
  let known = marks.get(statement);
  if (known === undefined) {
    known =
      (problemsOf(statement).length > 0 ? isFlawed : 0) |
      (featuresOf(statement).length > 0 ? isYoung : 0) |
      (statement.kind === 'rule' && statement.verb === 'file' && statement.permissions && permissionsOf(statement.permissions.raw).exec
        ? isExecuting
        : 0);
    marks.set(statement, known);
  }
  return known;
}

function gather(statements: readonly PlacedStatement[]): Digest {
  const flawed: PlacedStatement[] = [];
  const arrows: { start: number; statement: FileRule }[] = [];
  const executing: { start: number; statement: FileRule }[] = [];
  const blocked: { start: number; statement: Rule }[] = [];
  const holders: PlacedStatement[] = [];
  const young: PlacedStatement[] = [];
  const references: { start: number; statement: Include | Abi }[] = [];
  for (const placed of statements) {
    const { start, statement } = placed;
    const marks = marksOf(statement);
    if (marks & isFlawed) flawed.push(placed);
    if (marks & isYoung) young.push(placed);
    if (statement.kind === 'rule') {
      if (statement.verb === 'file' && statement.target) arrows.push({ start, statement });
      if (statement.verb === 'file' && marks & isExecuting) executing.push({ start, statement });
      continue;
    }
    if (statement.kind === 'profile' || statement.kind === 'if' || statement.kind === 'include') holders.push(placed);
    if (statement.kind === 'include' || statement.kind === 'abi') references.push({ start, statement });
    for (const body of bodiesOf(statement)) {
      const inner = digestOf(body.statements);
      if (statement.kind === 'block') {
        for (const one of body.statements)
          if (one.statement.kind === 'rule') blocked.push({ start: start + one.start, statement: one.statement });
      }
      for (const one of inner.arrows) arrows.push({ start: start + one.start, statement: one.statement });
      for (const one of inner.executing) executing.push({ start: start + one.start, statement: one.statement });
      for (const one of inner.blocked) blocked.push({ start: start + one.start, statement: one.statement });
      for (const one of inner.young) young.push({ start: start + one.start, statement: one.statement });
      for (const one of inner.flawed) flawed.push({ start: start + one.start, statement: one.statement });
      for (const one of inner.references) references.push({ start: start + one.start, statement: one.statement });
    }
  }
  return { flawed, holders, arrows, executing, blocked, young, references };
}
