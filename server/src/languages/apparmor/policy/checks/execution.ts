/** Rules that decide how a program is executed, in a form in which two can be held against each other. */

import { headsOf, isExact, overlap, squeezeSlashes } from '../../syntax/glob';
import { type ExecMode, permissionsOf } from '../../syntax/permissions';
import type { ChangeProfileRule, FileRule, RuleStatement, Word } from '../../syntax/tree';
import { wordValue } from '../../syntax/words';
import type { Indexed, Relation } from './relationIndex';

/** A rule that decides how something is executed. */
export interface Execution extends Indexed {
  readonly word: Word;
  readonly path: string;
  readonly glob: string;
  /** For people. */
  readonly decision: string;
  /** The same for rules that upstream encodes in the same bits. */
  readonly encoding: string;
  readonly user: boolean;
  readonly other: boolean;
  /** Of two that match, the higher decides; only equals can contradict each other. */
  readonly precedence: number;
  /** change_profile with an exec condition, compared only among themselves. */
  readonly change: boolean;
}

const sameUser = (a: Execution, b: Execution) => (a.user && b.user) || (a.other && b.other);

/** `profile` is the name of the profile that the rule is in. */
export function executionOf(rule: RuleStatement, fill: (raw: string) => string | undefined, profile: string): Execution | undefined {
  if (rule.verb !== 'file' && rule.verb !== 'change_profile') return undefined;
  if (rule.qualifiers.mode?.value === 'deny') return undefined;
  return rule.verb === 'file' ? fileExecution(rule, fill, profile) : changeOf(rule, fill);
}

function fileExecution(rule: FileRule, fill: (raw: string) => string | undefined, profile: string): Execution | undefined {
  const { path, permissions, keyword } = rule;
  if (!path && !permissions && keyword) {
    const bare = { glob: '/{**,}', heads: ['/'], decision: 'ix', encoding: 'ix', precedence: precedenceOf(rule, false) };
    return { word: keyword, path: 'file', ...bare, ...usersOf(rule), change: false };
  }
  if (!path || !permissions) return undefined;
  const { exec } = permissionsOf(permissions.raw);
  if (!exec) return undefined;
  const filled = fill(path.raw);
  if (filled === undefined) return undefined;
  const glob = squeezeSlashes(filled);
  const { user, other } = usersOf(rule);
  return {
    word: permissions,
    path: path.raw,
    glob,
    heads: headsOf(glob),
    decision: decisionOf(rule, exec),
    encoding: encodingOf(rule, exec, profile),
    user,
    other,
    precedence: precedenceOf(rule, isExact(glob)),
    change: false,
  };
}

function usersOf({ qualifiers: { owner } }: RuleStatement) {
  return { user: owner?.value !== 'other', other: owner?.value !== 'owner' };
}

/** Whether dangerous variables of the environment are kept; `unsafe` sets the bit even beside `ix`, where it means nothing. */
const keeps = ({ environment }: FileRule, { keepsEnvironment }: ExecMode) =>
  environment ? environment.raw === 'unsafe' : keepsEnvironment;

function decisionOf(rule: FileRule, exec: ExecMode): string {
  const first = exec.name[0] as string;
  const name = exec.transition === 'inherit' ? 'ix' : (keeps(rule, exec) ? first.toLowerCase() : first.toUpperCase()) + exec.name.slice(1);
  const unsafe = exec.transition === 'inherit' && keeps(rule, exec) ? 'unsafe ' : '';
  return rule.target ? `${unsafe}${name} -> ${wordValue(rule.target.raw)}` : unsafe + name;
}

function encodingOf(rule: FileRule, exec: ExecMode, profile: string): string {
  const { target } = rule;
  if (!target) return decisionOf(rule, exec);
  const { transition, fallback } = exec;
  // A name takes the place of the way to the profile; what is left is what happens to the environment and where there is no such profile.
  const otherwise = transition === 'inherit' ? 'inherit' : fallback;
  const to = namedTarget(transition, wordValue(target.raw), profile);
  return `${keeps(rule, exec) ? 'unsafe ' : ''}-> ${to}${otherwise ? `, else ${otherwise}` : ''}`;
}

/** The entry in the table of named transitions: a child's name is made with its parent's. */
export const namedTarget = (transition: ExecMode['transition'], target: string, profile: string): string =>
  transition === 'child' && !/^&?:[^:]+:./.test(target) ? `${profile.split('//').pop()}//${target}` : target;

function changeOf(rule: ChangeProfileRule, fill: (raw: string) => string | undefined): Execution | undefined {
  if (!rule.exec) return undefined;
  const exec = fill(rule.exec.raw);
  const target = rule.target ? fill(rule.target.raw) : '**';
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
    encoding: decision,
    user: true,
    other: true,
    change: true,
  };
}

/** By priority; within one, an exact path comes before a pattern and what is allowed before what is asked (upstream: pri_update_perm() in hfa.cc). */
function precedenceOf({ qualifiers }: RuleStatement, exact: boolean): number {
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
  applies: (rule, other, isBefore, work) =>
    isBefore &&
    rule.encoding !== other.encoding &&
    rule.precedence === other.precedence &&
    rule.change === other.change &&
    sameUser(rule, other) &&
    overlap(other.glob, rule.glob, work),
};
