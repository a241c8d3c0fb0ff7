/** What a rule says of files and capabilities, in a form in which one rule can be seen to say all that another says. */

import type { Work } from '../../../../core';
import { covers, globError, headsOf, squeezeSlashes } from '../../syntax/glob';
import { permissionsOf } from '../../syntax/permissions';
import type { RuleStatement } from '../../syntax/tree';
import type { Indexed, Relation } from './relationIndex';

/** The claims of one rule; one object for a rule in a scope. */
export interface Claims extends Indexed {
  readonly rule: RuleStatement;
  /** What a file rule allows or denies, as bits. */
  readonly letters: number;
  /** `*` for all. */
  readonly capabilities: readonly string[];
  readonly owner: string;
  readonly priority: number;
  readonly denies: boolean;
  /** Audit and prompt say more than that something is allowed. */
  readonly plain: boolean;
}

const none: readonly string[] = [];

/** Undefined for rules of other kinds, those that decide how programs run among them: other rules of precedence apply to them. */
export function claimsOf(rule: RuleStatement, fill: (raw: string) => string | undefined): Claims | undefined {
  if (rule.problems.length > 0) return undefined;
  if (rule.verb === 'capability') {
    const names = rule.names.length > 0 ? rule.names.map(({ raw }) => raw) : ['*'];
    const heads = names.map((name) => (name === '*' ? 'capability ' : `capability ${name}`));
    return claims(rule, undefined, 0, names, heads);
  }
  if (rule.verb !== 'file' || !rule.path || !rule.permissions || rule.target) return undefined;
  const { exec, letters } = permissionsOf(rule.permissions.raw);
  if (exec) return undefined;
  const filled = fill(rule.path.raw);
  if (filled === undefined || globError(filled)) return undefined;
  const glob = squeezeSlashes(filled);
  return claims(rule, glob, letters, none, headsOf(glob));
}

function claims(
  rule: RuleStatement,
  glob: string | undefined,
  letters: number,
  capabilities: readonly string[],
  heads: readonly string[],
): Claims {
  const { audit, mode, owner, priority } = rule.qualifiers;
  return {
    rule,
    glob,
    letters,
    capabilities,
    owner: owner?.value ?? '',
    priority: Number(priority?.value?.raw ?? 0),
    denies: mode?.value === 'deny',
    plain: !audit && mode?.value !== 'prompt',
    heads,
  };
}

/** A rule and one that denies all that it allows. */
export const deniedBy: Relation<Claims> = {
  side: ({ denies }) => (denies ? 1 : 0),
  meet: (side, other) => side === 0 && other === 1,
  applies: (one, other, _, work) => !one.denies && other.denies && other.priority >= one.priority && saysAll(other, one, work),
};

/** A rule and one that allows the same and more; of two that say the same the first is kept. */
export const coveredBy: Relation<Claims> = {
  side: ({ denies, plain }) => (denies ? 1 : plain ? 0 : 2),
  meet: (side, other) => side === 0 && other !== 1,
  applies: (one, other, isBefore, work) =>
    !one.denies &&
    !other.denies &&
    one.plain &&
    other.priority === one.priority &&
    saysAll(other, one, work) &&
    (isBefore || !(other.plain && saysAll(one, other, work))),
};

function saysAll(other: Claims, one: Claims, work: Work): boolean {
  if (other.owner !== '' && other.owner !== one.owner) return false;
  // Cheap, and enough for most pairs.
  if ((one.letters & other.letters) !== one.letters) return false;
  if (!one.heads.every((head) => other.heads.some((start) => head.startsWith(start)))) return false;
  if (one.glob !== undefined && (other.glob === undefined || !includes(other.glob, one.glob, work))) return false;
  return one.capabilities.every((name) => other.capabilities.includes(name) || other.capabilities.includes('*'));
}

function includes(wide: string, glob: string, work: Work): boolean {
  if (wide === glob) return true;
  // The most frequent pattern, without an automaton: everything below a folder.
  if (everythingBelow.test(wide)) {
    const folder = wide.slice(0, -2);
    const rest = glob.slice(folder.length);
    if (!rest.includes('{')) return rest !== '' && glob.startsWith(folder);
  }
  return covers([wide], glob, work);
}

const everythingBelow = /^[^*?[{\\]*\/\*\*$/;
