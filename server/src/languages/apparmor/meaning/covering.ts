/** Whether rules in normal form say what another says: patterns by what they match, other kinds by what they answer. */

import { memo } from '../../../core';
import { covers, type Ends, endsApart, endsOf, HeadIndex, headsOf, overlap } from '../syntax/glob';
import { concerns } from './concerns';
import type { NormalRule, Said } from './normal';
import type { Request } from './requests';

/** Rules in the order in which they are looked for; made once for a list. */
interface Index {
  /** Rules about everything that AppArmor mediates. */
  readonly whole: readonly NormalRule[];
  readonly includes: ReadonlySet<string>;
  readonly capabilities: ReadonlySet<string>;
  /** By permission. */
  readonly files: ReadonlyMap<string, FileIndex>;
  readonly others: readonly NormalRule[];
}

interface FileIndex {
  readonly rules: NormalRule[];
  /** By the plain beginnings of their patterns; made when it is first asked for. */
  byHead?: HeadIndex<FileRuleEntry>;
  /** What is written there word for word: pattern, owner, transition. */
  readonly exact: Set<string>;
}

interface FileRuleEntry {
  readonly rule: NormalRule;
  readonly heads: readonly string[];
  readonly ends: Ends;
}

const indexOf = memo((rules: readonly NormalRule[]): Index => {
  const files = new Map<string, FileIndex>();
  const add = (permission: string, rule: NormalRule) => {
    const own = files.get(permission) ?? { rules: [], exact: new Set() };
    own.rules.push(rule);
    own.exact.add(keyOf(rule.resource, rule.owner, rule.exec)).add(keyOf(rule.resource, rule.owner, undefined));
    files.set(permission, own);
  };
  for (const rule of rules) if (rule.kind === 'file') for (const permission of permissionsIn(rule)) add(permission, rule);
  const named = (kind: NormalRule['kind']) => new Set(rules.filter((rule) => rule.kind === kind).map(({ resource }) => resource));
  return {
    whole: rules.filter(({ resource }) => resource === 'all'),
    includes: named('include'),
    capabilities: named('capability'),
    files,
    others: rules.filter(({ said }) => said !== undefined),
  };
});

/** The rules for files that are about a permission, and those about everything. */
export const rulesFor = (rules: readonly NormalRule[], permission: string): readonly NormalRule[] => {
  const { files, whole } = indexOf(rules);
  const own = files.get(permission)?.rules ?? [];
  return whole.length > 0 ? [...own, ...whole] : own;
};

/** Those of `rulesFor` whose patterns may match something that the pattern matches; found by its beginning, so thousands of others cost nothing. */
export function rulesNear(rules: readonly NormalRule[], permission: string, pattern: string): readonly NormalRule[] {
  const { files, whole } = indexOf(rules);
  const own = files.get(permission);
  return own ? [...near(own, pattern), ...whole] : whole;
}

function near(index: FileIndex, pattern: string): readonly NormalRule[] {
  index.byHead ??= new HeadIndex(index.rules.map((rule) => ({ rule, heads: headsOf(rule.resource), ends: endsOf(rule.resource) })));
  const asked = { heads: headsOf(pattern), ends: endsOf(pattern) };
  return [...index.byHead.near(asked)].flatMap(({ rule, ends }) => (endsApart(ends, asked.ends) ? [] : rule));
}

const keyOf = (resource: string, owner: NormalRule['owner'], exec: string | undefined) => `${owner ?? ''} ${exec ?? ''} ${resource}`;

/** Writing includes appending, and running under the same profile includes mapping the program. */
export function permissionsIn({ permission, exec }: NormalRule): readonly string[] {
  if (permission === 'w') return ['w', 'a'];
  return permission === 'x' && /^[pPcC]?ix\b/.test(exec ?? '') ? ['x', 'm'] : [permission];
}

/** Whether rules already say all that this one says. */
export function isCovered(rules: readonly NormalRule[], rule: NormalRule, sameExec: boolean): boolean {
  if (rules.length === 0) return false;
  const index = indexOf(rules);
  if (rule.kind === 'include') return index.includes.has(rule.resource);
  if (index.whole.length > 0) return !sameExec || rule.permission !== 'x' || rule.exec === 'ix';
  if (rule.kind === 'capability') return index.capabilities.has('*') || index.capabilities.has(rule.resource);
  if (isCoveredFor(index, rule, rule.owner, sameExec)) return true;
  // What is said of one's own files and of those of others is said of all.
  return rule.owner === undefined && isCoveredFor(index, rule, 'owner', sameExec) && isCoveredFor(index, rule, 'other', sameExec);
}

function isCoveredFor(index: Index, rule: NormalRule, owner: NormalRule['owner'], sameExec: boolean): boolean {
  const isFor = (other: NormalRule) => other.owner === undefined || other.owner === owner;
  if (rule.kind !== 'file') {
    const same = index.others.filter(isFor);
    return (
      rule.said !== undefined && rule.said.requests.length > 0 && rule.said.requests.every((request) => isAnswered(same, rule, request))
    );
  }
  const own = index.files.get(rule.permission);
  if (!own) return false;
  const exec = sameExec && rule.permission === 'x' ? rule.exec : undefined;
  if (own.exact.has(keyOf(rule.resource, undefined, exec)) || own.exact.has(keyOf(rule.resource, owner, exec))) return true;
  const fitting = near(own, rule.resource).filter((other) => isFor(other) && (exec === undefined || other.exec === exec));
  return fitting.length > 0 && covers([...new Set(fitting.map((other) => other.resource))], rule.resource);
}

/** Whether one of the rules says all of a request; an environment that is kept is more than one that is cleaned. */
const isAnswered = (rules: readonly NormalRule[], { permission: asked }: NormalRule, request: Request): boolean =>
  rules.some(
    ({ said, permission }) =>
      said !== undefined && (asked !== 'unsafe' || permission === 'unsafe') && concerns({ rule: said.rule }, request, said.fits),
  );

/** Whether an allowing rule reaches into what a denying rule is about. */
export function touches(allow: NormalRule, deny: NormalRule): boolean {
  if (allow.resource === 'all' || deny.resource === 'all') return true;
  if (allow.owner && deny.owner && allow.owner !== deny.owner) return false;
  switch (deny.kind) {
    case 'file':
      return (
        allow.kind === 'file' &&
        (permissionsIn(allow).includes(deny.permission) || permissionsIn(deny).includes(allow.permission)) &&
        overlap(allow.resource, deny.resource)
      );
    case 'capability':
      return allow.kind === 'capability' && (allow.resource === '*' || deny.resource === '*' || allow.resource === deny.resource);
    default:
      return answersSome(allow.said, deny.said) || answersSome(deny.said, allow.said);
  }
}

const answersSome = (own: Said | undefined, other: Said | undefined): boolean =>
  own !== undefined && (other?.requests ?? []).some((request) => concerns({ rule: own.rule }, request, own.touches, true));
