/** Whether one profile allows what another does not, decided as the kernel decides: by priority, and there by what is denied. */

import { covers, someMatch } from '../syntax/glob';
import { permissionsIn, rulesFor, rulesNear } from './covering';
import type { NormalRule } from './normal';
import { anyFile } from './patterns';

/** The rules of one profile by mode. */
export interface Ruleset {
  readonly allow: readonly NormalRule[];
  readonly deny: readonly NormalRule[];
}

export const decidedByPattern = ({ kind }: NormalRule): boolean => kind === 'file' || kind === 'capability';

/** What rules say of one permission, for files of one owner. */
interface Case {
  readonly kind: NormalRule['kind'];
  readonly resource: string;
  readonly permission: string;
  readonly owner: NormalRule['owner'];
}

const cases = ({ kind, resource, owner }: NormalRule, permissions: readonly string[]): readonly Case[] =>
  permissions.flatMap((permission) =>
    (kind !== 'file' ? [undefined] : owner ? [owner] : (['owner', 'other'] as const)).map((side) => ({
      kind,
      resource,
      permission,
      owner: side,
    })),
  );

/** The rules about one permission and owner that two profiles have, by their keys. */
interface Difference {
  readonly here: ReadonlySet<string>;
  readonly there: ReadonlySet<string>;
  /** Of denials. */
  readonly onlyHere: ReadonlySet<string>;
}

/** Of rules about one permission and owner: the same key, the same decision. */
const keyOf = ({ mode, priority, resource }: NormalRule): string => `${mode} ${priority} ${resource}`;

/** Two profiles are compared only where a rule is in force that one of them does not have, so the cost follows from what differs. */
export class ProfileComparison {
  private readonly differences = new Map<string, Difference>();

  constructor(
    private readonly here: Ruleset,
    private readonly there: Ruleset,
  ) {}

  /** Whether the rule of `there` allows something that `here` does not: no rule of it does, or its denial is on both sides. */
  isGained(rule: NormalRule): boolean {
    const { here, there } = this;
    const permissions = rule.permission === 'w' ? ['w', 'a'] : [rule.permission];
    return cases(rule, permissions).some((one) =>
      this.placesToCompare(rule, one).some((part) => {
        const [allow, deny, thereDeny] = [fitting(here.allow, part), fitting(here.deny, part), fitting(there.deny, part)];
        if (part === one && deny.length === 0 && thereDeny.length === 0) return !isWithin(one, allow);
        return someRequest(part, [[rule], allow, deny, thereDeny], ([own = [], allows = [], denies = [], deniesThere = []]) => {
          if (own.length === 0 || deniesThere.some(({ priority }) => priority >= rule.priority) || allowsOver(allows, denies)) return false;
          return allows.length === 0 || deniesThere.length > 0;
        });
      }),
    );
  }

  /** Whether `there` allows and does not deny at all something that is denied here, among others by the rule. */
  isReleased(rule: NormalRule): boolean {
    const { here, there } = this;
    return cases(rule, permissionsIn(rule)).some((one) => {
      if (this.differenceOf(one).there.has(keyOf(rule))) return false;
      const [thereAllow, thereDeny] = [fitting(there.allow, one), fitting(there.deny, one)];
      if (thereAllow.length === 0 || thereDeny.some(({ resource }) => resource === rule.resource)) return false;
      const lists = [fitting(here.allow, one), fitting(here.deny, one), thereAllow, thereDeny];
      return someRequest(one, lists, ([allow = [], deny = [], allowThere = [], denyThere = []]) => {
        return !allowsOver(allow, deny) && allowThere.length > 0 && denyThere.length === 0;
      });
    });
  }

  /**
   * All that the rule is about if only `there` has it. If both have it, only a denial that `there` does not have can make a difference, and only
   * where the rule prevails over another denial there.
   */
  private placesToCompare(rule: NormalRule, one: Case): readonly Case[] {
    const { here, onlyHere } = this.differenceOf(one);
    if (!here.has(keyOf(rule))) return [one];
    if (onlyHere.size === 0) return [];
    const denials = fitting(this.here.deny, one).filter((other) => other.priority >= rule.priority && onlyHere.has(keyOf(other)));
    return denials.map(({ resource }) => ({ ...one, resource }));
  }

  private differenceOf({ kind, permission, owner }: Case): Difference {
    const key = `${kind} ${permission} ${owner}`;
    const known = this.differences.get(key);
    if (known) return known;
    const keysOf = (rules: readonly NormalRule[]) => rulesAbout(rules, kind, permission, owner).map(keyOf);
    const here = new Set([...keysOf(this.here.allow), ...keysOf(this.here.deny)]);
    const there = new Set([...keysOf(this.there.allow), ...keysOf(this.there.deny)]);
    const onlyHere = new Set(keysOf(this.here.deny).filter((each) => !there.has(each)));
    const made: Difference = { here, there, onlyHere };
    this.differences.set(key, made);
    return made;
  }
}

const allowsOver = (allow: readonly NormalRule[], deny: readonly NormalRule[]): boolean =>
  allow.some(({ priority }) => deny.every((one) => one.priority < priority));

function rulesAbout(
  rules: readonly NormalRule[],
  kind: NormalRule['kind'],
  permission: string,
  owner: NormalRule['owner'],
): readonly NormalRule[] {
  if (kind !== 'file') return rules.filter((rule) => rule.resource === 'all' || rule.kind === kind);
  return rulesFor(rules, permission).filter((rule) => isFor(rule, owner));
}

const isFor = (rule: NormalRule, owner: NormalRule['owner']): boolean => rule.owner === undefined || rule.owner === owner;

/** The rules that could decide about some of a case. */
const fitting = (rules: readonly NormalRule[], { kind, resource, permission, owner }: Case): readonly NormalRule[] =>
  kind === 'file'
    ? rulesNear(rules, permission, patternOf(resource)).filter((rule) => isFor(rule, owner))
    : rulesAbout(rules, kind, permission, owner).filter(
        (rule) => anyName(rule.resource) || anyName(resource) || rule.resource === resource,
      );

const patternOf = (resource: string): string => (resource === 'all' ? anyFile : resource);

const anyName = (resource: string): boolean => resource === '*' || resource === 'all';

function isWithin({ kind, resource }: Case, allow: readonly NormalRule[]): boolean {
  if (kind !== 'file') return allow.some((rule) => anyName(rule.resource) || rule.resource === resource);
  return allow.length > 0 && covers([...new Set(allow.map((rule) => patternOf(rule.resource)))], patternOf(resource));
}

/** Whether `wanted` is true for some file or capability of the case, told which rules of each list are about it. */
function someRequest(
  { kind, resource }: Case,
  lists: readonly (readonly NormalRule[])[],
  wanted: (matching: readonly (readonly NormalRule[])[]) => boolean,
): boolean {
  const patterns = lists.flat().map((rule) => rule.resource);
  if (kind !== 'file') {
    const names = anyName(resource) ? ['', ...patterns] : [resource];
    return names.some((name) => wanted(lists.map((rules) => rules.filter((rule) => anyName(rule.resource) || rule.resource === name))));
  }
  return someMatch(patternOf(resource), patterns.map(patternOf), (matched) => {
    let i = 0;
    return wanted(lists.map((rules) => rules.filter(() => matched[i++])));
  });
}
