/** What the rules of a row mean, laid out for the checks that look at whole profiles: only what they look for is gone through. */

import type { Danger } from '../danger';
import type { Row } from '../flatten';
import { judgedPathsIn } from '../judgedPaths';
import type { Environment } from '../variables';
import type { Claims } from './claims';
import type { Execution } from './execution';
import { type Meaning, meaningOf, type Reading, type Scope } from './meaning';

/** What some rules of a row have, and the indices of those rules in the row. */
export interface Column<T> {
  readonly elements: readonly T[];
  readonly rules: readonly number[];
}

class Growing<T> implements Column<T> {
  readonly elements: T[] = [];
  readonly rules: number[] = [];

  add(element: T, rule: number) {
    this.elements.push(element);
    this.rules.push(rule);
  }
}

export class RowMeaning {
  readonly executions = new Growing<Execution>();
  readonly claims = new Growing<Claims>();
  /** Names of profiles that rules lead to. */
  readonly targets = new Growing<string>();
  /** Indices of rules with problems. */
  readonly troubled: number[] = [];
  readonly dangers = new Growing<Danger>();
  private denied: Growing<Claims> | undefined = undefined;
  private ownDenied: ReadonlyMap<string, number> | undefined = undefined;

  constructor(
    private readonly row: Row,
    public reading: Reading,
    readonly meanings: readonly Meaning[],
  ) {
    for (const [i, { execution, claims, target, problems, dangers }] of meanings.entries()) {
      if (execution) this.executions.add(execution, i);
      if (claims) this.claims.add(claims, i);
      if (target !== undefined) this.targets.add(target, i);
      if (problems.length > 0) this.troubled.push(i);
      for (const danger of dangers) this.dangers.add(danger, i);
    }
  }

  /** The claims where the row stands in a block that denies. */
  get denials(): Column<Claims> {
    if (!this.denied) {
      this.denied = new Growing();
      for (const [i, own] of this.claims.elements.entries()) {
        const rule = this.claims.rules[i] as number;
        this.denied.add(this.row.rules[rule]?.statement.qualifiers.mode ? own : { ...own, denies: true }, rule);
      }
    }
    return this.denied;
  }

  /** The judged paths that the rules deny, with the letters that are denied as bits; `all`: in a block that denies. */
  deniedPaths(all: boolean): ReadonlyMap<string, number> {
    if (all) return deniedBy(this.denials.elements);
    this.ownDenied ??= deniedBy(this.claims.elements);
    return this.ownDenied;
  }
}

export function meaningOfRow(row: Row, scope: Scope, environment: Environment): RowMeaning {
  const { reading } = scope;
  const known = scope.rows.get(row);
  if (known?.reading === reading) return known;
  const before = known && known.reading === reading.before ? known : undefined;
  const meanings = row.rules.map(({ statement }, i) => {
    const old = before?.meanings[i];
    if (!old?.constant) return meaningOf(statement, scope, environment);
    old.reading = reading;
    return old;
  });
  if (before && meanings.every((meaning, i) => meaning === before.meanings[i])) {
    before.reading = reading;
    return before;
  }
  const made = new RowMeaning(row, reading, meanings);
  scope.rows.set(row, made);
  return made;
}

function deniedBy(claims: readonly Claims[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { denies, glob, heads, letters } of claims) {
    if (!denies || glob === undefined) continue;
    for (const path of judgedPathsIn(glob, heads)) found.set(path, (found.get(path) ?? 0) | letters);
  }
  return found;
}
