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
  readonly exact: boolean;
  readonly decision: string;
  readonly user: boolean;
  readonly other: boolean;
  readonly priority: number;
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
    priority: Number(rule.qualifiers.priority?.value?.raw ?? 0),
    change: false,
  };
  if (!rule.path) {
    if (!rule.keyword || rule.permissions) return undefined;
    return { ...common, word: rule.keyword, path: 'file', glob: '/{**,}', heads: ['/'], exact: false, decision: 'ix' };
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
    exact: isExact(path),
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
    exact: isExact(glob),
    decision,
    user: true,
    other: true,
    priority: Number(rule.qualifiers.priority?.value?.raw ?? 0),
    change: true,
  };
}

/**
 * Two rules that decide otherwise about something that both are about; said of the later one. An exact path wins over
 * a pattern and a higher priority over a lower one, so only equals conflict.
 */
export const conflict: Relation<Execution> = {
  side: (rule) => (rule.change ? 2 : 0) + (rule.exact ? 1 : 0),
  meet: (side, other) => side === other,
  holds: (rule, other, isBefore) =>
    isBefore &&
    rule.decision !== other.decision &&
    rule.exact === other.exact &&
    rule.priority === other.priority &&
    rule.change === other.change &&
    sameUser(rule, other) &&
    overlap(other.glob, rule.glob),
};
