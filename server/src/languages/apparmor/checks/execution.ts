/** Rules that decide how a program is executed, in a form in which two can be held against each other. */

import { headsOf, isExact, overlap, squeezeSlashes } from '../glob';
import { permissionsOf } from '../permissions';
import type { ChangeProfileRule, FileRule, Rule, Word } from '../tree';
import { wordValue } from '../words';
import type { Relation } from './partners';

/** A rule that decides how something is executed. */
export interface Execution {
  readonly word: Word;
  readonly path: string;
  readonly glob: string;
  readonly heads: readonly string[];
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
  if (rule.qualifiers.mode?.value === 'deny') return undefined;
  if (rule.verb === 'change_profile') return changeOf(rule, expanded);
  if (rule.verb !== 'file') return undefined;
  const owner = rule.qualifiers.owner?.value;
  const common = {
    user: owner !== 'other',
    other: owner !== 'owner',
    change: false,
  };
  if (!rule.path) {
    if (!rule.keyword || rule.permissions) return undefined;
    return {
      ...common,
      word: rule.keyword,
      path: 'file',
      glob: '/{**,}',
      heads: ['/'],
      precedence: precedenceOf(rule, false),
      decision: 'ix',
    };
  }
  const exec = rule.permissions && permissionsOf(rule.permissions.raw).exec;
  if (!exec || !rule.permissions) return undefined;
  const glob = expanded(rule.path);
  if (glob === undefined) return undefined;
  const path = squeezeSlashes(glob);
  return {
    ...common,
    word: rule.permissions,
    path: rule.path.raw,
    glob: path,
    heads: headsOf(path),
    precedence: precedenceOf(rule, isExact(path)),
    decision: decisionOf(rule, exec.name, exec.keepsEnvironment),
  };
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
