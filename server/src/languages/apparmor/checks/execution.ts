/** Rules that decide how a program is executed, in a form in which two can be held against each other. */

import type { Item } from '../flatten';
import { isExact, overlap, plainEnd, squeezeSlashes } from '../glob';
import { permissionsOf } from '../permissions';
import type { ChangeProfileRule, FileRule, Word } from '../tree';
import { wordValue } from '../words';

/** A rule that decides how something is executed. */
export interface Execution {
  readonly item: Item;
  readonly word: Word;
  readonly path: string;
  readonly glob: string;
  readonly exact: boolean;
  readonly decision: string;
  readonly user: boolean;
  readonly other: boolean;
  readonly priority: number;
  /** change_profile with an exec condition, compared only among themselves. */
  readonly change: boolean;
}

const sameUser = (a: Execution, b: Execution) => (a.user && b.user) || (a.other && b.other);

export function executionOf(item: Item, expanded: (word: Word) => string | undefined): Execution | undefined {
  const rule = item.statement;
  if (rule.kind !== 'rule' || rule.qualifiers.mode?.value === 'deny') return undefined;
  if (rule.verb === 'change_profile') return changeOf(item, rule, expanded);
  if (rule.verb !== 'file') return undefined;
  const owner = rule.qualifiers.owner?.value;
  const common = {
    item,
    user: owner !== 'other',
    other: owner !== 'owner',
    priority: Number(rule.qualifiers.priority?.value?.raw ?? 0),
    change: false,
  };
  if (!rule.path) {
    if (!rule.keyword || rule.permissions) return undefined;
    return { ...common, word: rule.keyword, path: 'file', glob: '/{**,}', exact: false, decision: 'ix' };
  }
  const exec = rule.permissions && permissionsOf(rule.permissions.raw).exec;
  const glob = expanded(rule.path);
  if (!exec || !rule.permissions || glob === undefined) return undefined;
  const path = squeezeSlashes(glob);
  return {
    ...common,
    word: rule.permissions,
    path: rule.path.raw,
    glob: path,
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

function changeOf(item: Item, rule: ChangeProfileRule, expanded: (word: Word) => string | undefined): Execution | undefined {
  if (!rule.exec) return undefined;
  const exec = expanded(rule.exec);
  const target = rule.target ? expanded(rule.target) : '**';
  if (exec === undefined || target === undefined) return undefined;
  const glob = `${exec}\u0001${target}`;
  const decision = rule.environment?.raw === 'unsafe' ? 'unsafe' : 'safe';
  return {
    item,
    word: rule.exec,
    path: rule.exec.raw,
    glob,
    exact: isExact(glob),
    decision,
    user: true,
    other: true,
    priority: Number(rule.qualifiers.priority?.value?.raw ?? 0),
    change: true,
  };
}

/**
 * The rules seen so far, by how their globs end and what they decide: only rules whose ends may agree and whose
 * decisions differ are held against each other, so that thousands of rules stay quick.
 */
export class ExecutionIndex {
  private readonly byEnd = new Map<string, Map<string, Execution[]>>();

  add(rule: Execution) {
    const end = plainEnd(rule.glob);
    const byDecision = this.byEnd.get(end) ?? new Map<string, Execution[]>();
    this.byEnd.set(end, byDecision);
    const same = byDecision.get(rule.decision);
    if (same) same.push(rule);
    else byDecision.set(rule.decision, [rule]);
  }

  /** The first rule that decides otherwise about something that this one is about too. */
  conflictOf(rule: Execution): Execution | undefined {
    const end = plainEnd(rule.glob);
    const ends = end === '' ? [...this.byEnd.values()] : [this.byEnd.get(end), this.byEnd.get('')];
    for (const byDecision of ends) {
      for (const [decision, rules] of byDecision ?? []) {
        if (decision === rule.decision) continue;
        const other = rules.find((one) => conflicts(one, rule));
        if (other) return other;
      }
    }
    return undefined;
  }
}

/** An exact path wins over a pattern and a higher priority over a lower one, so only equals conflict. */
function conflicts(a: Execution, b: Execution): boolean {
  return a.exact === b.exact && a.priority === b.priority && a.change === b.change && sameUser(a, b) && overlap(a.glob, b.glob);
}
