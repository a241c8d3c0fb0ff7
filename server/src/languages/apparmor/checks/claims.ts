/** What a rule says of files and capabilities, in a form in which one rule can be seen to say all that another says. */

import { covers, globError, headsOf, squeezeSlashes } from '../glob';
import { permissionsOf } from '../permissions';
import type { Rule } from '../tree';
import type { Relation } from './partners';

export interface FileClaim {
  readonly glob: string;
  /** Permission letters; `w` comes with `a`, which it includes. */
  readonly letters: string;
}

/** The claims of one rule; one object for a rule in a scope. */
export interface Claims {
  readonly files: readonly FileClaim[];
  /** `*` for all. */
  readonly capabilities: readonly string[];
  readonly owner: string;
  readonly priority: number;
  readonly denies: boolean;
  /** Audit and prompt say more than that something is allowed. */
  readonly plain: boolean;
  readonly heads: readonly string[];
}

/** Undefined for rules of other kinds, those that decide how programs run among them: other rules of precedence hold for them. */
export function claimsOf(rule: Rule, fill: (raw: string) => string | undefined): Claims | undefined {
  if (rule.problems.length > 0) return undefined;
  const files = [...fileClaims(rule, fill)];
  const capabilities = rule.verb === 'capability' ? (rule.names.length > 0 ? rule.names.map(({ raw }) => raw) : ['*']) : [];
  if (files.length + capabilities.length === 0) return undefined;
  const { qualifiers } = rule;
  return {
    files,
    capabilities,
    owner: qualifiers.owner?.value ?? '',
    priority: Number(qualifiers.priority?.value?.raw ?? 0),
    denies: qualifiers.mode?.value === 'deny',
    plain: !qualifiers.audit && qualifiers.mode?.value !== 'prompt',
    heads: [
      ...files.flatMap(({ glob }) => headsOf(glob)),
      ...capabilities.map((name) => (name === '*' ? 'capability ' : `capability ${name}`)),
    ],
  };
}

function* fileClaims(rule: Rule, fill: (raw: string) => string | undefined): Generator<FileClaim> {
  if (rule.verb !== 'file' || !rule.path || !rule.permissions || rule.target) return;
  const has = permissionsOf(rule.permissions.raw);
  if (has.exec) return;
  const glob = fill(rule.path.raw);
  if (glob === undefined || globError(glob)) return;
  const letters = [
    has.read && 'r',
    (has.write || has.append) && 'a',
    has.write && 'w',
    has.link && 'l',
    has.lock && 'k',
    has.map && 'm',
    has.bareExec && 'x',
  ];
  yield { glob: squeezeSlashes(glob), letters: letters.filter(Boolean).join('') };
}

/** A rule and one that denies all that it allows. */
export const deniedBy: Relation<Claims> = {
  side: ({ denies }) => (denies ? 1 : 0),
  meet: (side, other) => side === 0 && other === 1,
  holds: (one, other) => !one.denies && other.denies && other.priority >= one.priority && saysAll(other, one),
};

/** A rule and one that allows the same and more; of two that say the same the first stands. */
export const coveredBy: Relation<Claims> = {
  side: ({ denies, plain }) => (denies ? 1 : plain ? 0 : 2),
  meet: (side, other) => side === 0 && other !== 1,
  holds: (one, other, isBefore) =>
    !one.denies &&
    !other.denies &&
    one.plain &&
    other.priority === one.priority &&
    saysAll(other, one) &&
    (isBefore || !(other.plain && saysAll(one, other))),
};

function saysAll(other: Claims, one: Claims): boolean {
  if (other.owner !== '' && other.owner !== one.owner) return false;
  // Cheap, and enough for most pairs.
  if (!one.heads.every((head) => other.heads.some((start) => head.startsWith(start)))) return false;
  return (
    one.files.every((claim) => other.files.some((wide) => includes(wide, claim))) &&
    one.capabilities.every((name) => other.capabilities.includes(name) || other.capabilities.includes('*'))
  );
}

function includes(wide: FileClaim, claim: FileClaim): boolean {
  for (const letter of claim.letters) if (!wide.letters.includes(letter)) return false;
  if (wide.glob === claim.glob) return true;
  // The most frequent pattern, without an automaton: everything below a folder.
  if (everythingBelow.test(wide.glob)) {
    const folder = wide.glob.slice(0, -2);
    const rest = claim.glob.slice(folder.length);
    if (!rest.includes('{')) return rest !== '' && claim.glob.startsWith(folder);
  }
  return covers([wide.glob], claim.glob);
}

const everythingBelow = /^[^*?[{\\]*\/\*\*$/;
