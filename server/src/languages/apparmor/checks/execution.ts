/** Rules that decide how a program is executed, in a form in which two can be held against each other. */

import { headsOf, isExact, overlap, squeezeSlashes } from '../glob';
import { permissionsOf } from '../permissions';
import type { ChangeProfileRule, FileRule, Rule, Word } from '../tree';
import { wordValue } from '../words';
import type { Relation, Seated } from './partners';

/** A rule that decides how something is executed. */
export interface Execution extends Seated {
  readonly word: Word;
  readonly path: string;
  readonly glob: string;
  readonly decision: string;
  readonly user: boolean;
  readonly other: boolean;
  /** Of two that match, the higher decides; only equals can contradict each other. */
  readonly precedence: number;
  /** change_profile with an exec condition, compared only among themselves. */
  readonly change: boolean;
}

const sameUser = (a: Execution, b: Execution) => (a.user && b.user) || (a.other && b.other);

export function executionOf(rule: Rule, expanded: (word: Word) => string | undefined): Execution | undefined {
  if (rule.verb !== 'file' && rule.verb !== 'change_profile') return undefined;
  if (rule.qualifiers.mode?.value === 'deny') return undefined;
  return rule.verb === 'file' ? fileExecution(rule, expanded) : changeOf(rule, expanded);
}

function fileExecution(rule: FileRule, expanded: (word: Word) => string | undefined): Execution | undefined {
  const { path, permissions, keyword } = rule;
  if (!path && !permissions && keyword) {
    const bare = { glob: '/{**,}', heads: ['/'], decision: 'ix', precedence: precedenceOf(rule, false) };
    return { word: keyword, path: 'file', ...bare, ...usersOf(rule), change: false };
  }
  if (!path || !permissions) return undefined;
  const { exec } = permissionsOf(permissions.raw);
  if (!exec) return undefined;
  const filled = expanded(path);
  if (filled === undefined) return undefined;
  const glob = squeezeSlashes(filled);
  const { user, other } = usersOf(rule);
  return {
    word: permissions,
    path: path.raw,
    glob,
    heads: headsOf(glob),
    decision: decisionOf(rule, exec.name, exec.keepsEnvironment),
    user,
    other,
    precedence: precedenceOf(rule, isExact(glob)),
    change: false,
  };
}

function usersOf({ qualifiers: { owner } }: Rule) {
  return { user: owner?.value !== 'other', other: owner?.value !== 'owner' };
}

function decisionOf(rule: FileRule, mode: string, keeps: boolean): string {
  let name = mode;
  const change = rule.environment?.raw;
  if (name !== 'ix' && change === 'safe' && keeps) name = (name[0] as string).toUpperCase() + name.slice(1);
  if (name !== 'ix' && change === 'unsafe' && !keeps) name = (name[0] as string).toLowerCase() + name.slice(1);
  return rule.target ? `${name} -> ${wordValue(rule.target.raw)}` : name;
}

function changeOf(rule: ChangeProfileRule, expanded: (word: Word) => string | undefined): Execution | undefined {
  if (!rule.exec) return undefined;
  const exec = expanded(rule.exec);
  const target = rule.target ? expanded(rule.target) : '**';
  if (exec === undefined || target === undefined) return undefined;
  const glob = `${exec}\u0001${target}`;
  const decision = rule.environment?.raw === 'unsafe' ? 'unsafe' : 'safe';
  return {
    word: rule.exec,
    path: rule.exec.raw,
    glob,
    heads: headsOf(glob),
    precedence: precedenceOf(rule, isExact(glob)),
    decision,
    user: true,
    other: true,
    change: true,
  };
}

/** By priority; within one, an exact path comes before a pattern and what is allowed before what is asked (upstream: pri_update_perm() in hfa.cc). */
function precedenceOf({ qualifiers }: Rule, exact: boolean): number {
  const within = qualifiers.mode?.value === 'prompt' ? 0 : exact ? 2 : 1;
  return Number(qualifiers.priority?.value?.raw ?? 0) * 4 + within;
}

/**
 * Two rules that decide otherwise about something that both are about; said of the later one. That a third one, an exact
 * path, would decide does not help: upstream meets the two first.
 */
export const conflict: Relation<Execution> = {
  side: (rule) => (rule.change ? 4 : 0) + (rule.precedence & 3),
  meet: (side, other) => side === other,
  holds: (rule, other, isBefore) =>
    isBefore &&
    rule.decision !== other.decision &&
    rule.precedence === other.precedence &&
    rule.change === other.change &&
    sameUser(rule, other) &&
    overlap(other.glob, rule.glob),
};
