/** What the passes over a whole file look for, gathered once: after an edit only what contains the edit is read again. */

import { memo } from '../../../core';
import { featuresOf } from './features';
import { problemsOf } from './form';
import { executes, permissionsOf } from './permissions';
import type { Abi, FileRule, Include, PlacedStatement, RuleStatement, Run, Statement, StatementList } from './tree';

/** Starts count from what contains the list of statements, or the run. */
export interface Digest {
  /** Statements that are wrong by themselves. */
  readonly flawed: readonly PlacedStatement[];
  /** File rules with an arrow and nothing that it could be for. */
  readonly idleArrows: readonly StatementAt<FileRule>[];
  /** File rules that enter a child profile and have no other way to execute. */
  readonly childExecs: readonly StatementAt<FileRule>[];
  /** File rules that pass the environment on to another profile's program. */
  readonly trusting: readonly PlacedMode[];
  /** File rules that let a program be written as well as executed. */
  readonly writableExecs: readonly StatementAt<FileRule>[];
  /** Rules directly inside of a block. */
  readonly blocked: readonly StatementAt<RuleStatement>[];
  /** Rules that only some abis mediate. */
  readonly abiDependent: readonly StatementAt<RuleStatement>[];
  /** Statements that not every release of AppArmor knows. */
  readonly versionedStatements: readonly PlacedStatement[];
  readonly references: readonly StatementAt<Include | Abi>[];
}

/** The letters of a rule that say how something is executed. */
export interface PlacedMode {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

interface StatementAt<S extends Statement> {
  readonly start: number;
  readonly statement: S;
}

export const digestOf = memo((list: StatementList): Digest => {
  const digest = empty();
  for (const { start, run } of list.runs) append(digest, digestOfRun(run), start);
  return digest;
});

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

type Growing = { -readonly [K in keyof Digest]: Digest[K][number][] };

const empty = (): Growing => ({
  flawed: [],
  idleArrows: [],
  childExecs: [],
  trusting: [],
  writableExecs: [],
  blocked: [],
  abiDependent: [],
  versionedStatements: [],
  references: [],
});

function append(into: Growing, from: Digest, base: number) {
  const add = <S extends Statement>(list: StatementAt<S>[], more: readonly StatementAt<S>[]) => {
    for (const { start, statement } of more) list.push({ start: base + start, statement });
  };
  add(into.flawed, from.flawed);
  add(into.idleArrows, from.idleArrows);
  add(into.childExecs, from.childExecs);
  for (const { start, end, name } of from.trusting) into.trusting.push({ start: base + start, end: base + end, name });
  add(into.writableExecs, from.writableExecs);
  add(into.blocked, from.blocked);
  add(into.abiDependent, from.abiDependent);
  add(into.versionedStatements, from.versionedStatements);
  add(into.references, from.references);
}

function gather({ statements }: Run): Digest {
  const found = empty();
  for (const placed of statements) {
    const traits = traitsOf(placed.statement);
    if (traits !== isRead) addByTraits(found, placed, traits);
    const { start, statement } = placed;
    if (statement.kind === 'rule') continue;
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

function addByTraits(found: Growing, placed: PlacedStatement, traits: number) {
  if (traits & isFlawed) found.flawed.push(placed);
  if (traits & isVersioned) found.versionedStatements.push(placed);
  if (traits & isAbiDependent) found.abiDependent.push(placed as StatementAt<RuleStatement>);
  const rule = placed as StatementAt<FileRule>;
  if (traits & hasIdleArrow) found.idleArrows.push(rule);
  if (traits & entersChild) found.childExecs.push(rule);
  if (traits & isTrusting) found.trusting.push(...modeOf(rule));
  if (traits & isWritableExec) found.writableExecs.push(rule);
}

function modeOf({ start, statement: { permissions } }: StatementAt<FileRule>): readonly PlacedMode[] {
  const exec = permissions && permissionsOf(permissions.raw).exec;
  if (!exec) return [];
  const base = start + permissions.start;
  return [{ start: base + exec.start, end: base + exec.end, name: exec.name }];
}
