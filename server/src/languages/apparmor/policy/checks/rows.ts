/** What the rules of a row mean, laid out for the checks that look at whole profiles: only what they look for is gone through. */

import type { Danger } from '../danger';
import type { Row } from '../flatten';
import { judgedPathsIn } from '../judgedPaths';
import type { Claims } from './claims';
import type { Execution } from './execution';
import { type Meaning, meaningOf, type Needs, needsOf, type Reader } from './meaning';

/** What some rules of a row have, with the indices of those rules in the row and where they start, counted from the row's run. */
export interface Column<T> {
  readonly elements: readonly T[];
  readonly rules: readonly number[];
  readonly starts: readonly number[];
}

class Growing<T> implements Column<T> {
  readonly elements: T[] = [];
  readonly rules: number[] = [];
  readonly starts: number[] = [];

  constructor(private readonly row: Row) {}

  add(element: T, rule: number) {
    this.elements.push(element);
    this.rules.push(rule);
    this.starts.push(this.row.rules[rule]?.start ?? 0);
  }
}

export class RowMeaning {
  readonly executions: Column<Execution>;
  readonly claims: Column<Claims>;
  /** Names of profiles that rules lead to. */
  readonly targets: Column<string>;
  readonly dangers: Column<Danger>;
  /** Indices of rules with problems. */
  readonly troubled: number[] = [];
  private denied: Column<Claims> | undefined = undefined;
  private ownDenied: ReadonlyMap<string, number> | undefined = undefined;

  constructor(
    private readonly row: Row,
    /** What it was read with. */
    readonly by: string,
    readonly meanings: readonly Meaning[],
  ) {
    const executions = new Growing<Execution>(row);
    const claimed = new Growing<Claims>(row);
    const targets = new Growing<string>(row);
    const endangered = new Growing<Danger>(row);
    for (let i = 0; i < meanings.length; i++) {
      const { execution, claims, target, problems, dangers } = meanings[i] as Meaning;
      if (execution) executions.add(execution, i);
      if (claims) claimed.add(claims, i);
      if (target !== undefined) targets.add(target, i);
      if (problems.length > 0) this.troubled.push(i);
      for (const danger of dangers) endangered.add(danger, i);
    }
    this.executions = executions;
    this.claims = claimed;
    this.targets = targets;
    this.dangers = endangered;
  }

  /** The claims where the row is in a block that denies. */
  get denials(): Column<Claims> {
    this.denied ??= {
      ...this.claims,
      elements: this.claims.elements.map((own, i) =>
        this.row.rules[this.claims.rules[i] as number]?.statement.qualifiers.mode ? own : { ...own, denies: true },
      ),
    };
    return this.denied;
  }

  /** The judged paths that the rules deny, with the letters that are denied as bits; `all`: in a block that denies. */
  deniedPaths(all: boolean): ReadonlyMap<string, number> {
    if (all) return deniedBy(this.denials.elements);
    this.ownDenied ??= deniedBy(this.claims.elements);
    return this.ownDenied;
  }
}

function deniedBy(claims: readonly Claims[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { denies, glob, letters } of claims) {
    if (!denies || glob === undefined) continue;
    for (const path of judgedPathsIn(glob)) found.set(path, (found.get(path) ?? 0) | letters);
  }
  return found;
}

/** What is known of the rules of a row, whichever profile it is part of. */
interface RowMemo {
  /** Of each rule. */
  readonly needs: readonly Needs[];
  /** Of all of them. */
  readonly all: Needs;
  /** By what they are read with. */
  readonly meanings: Map<string, RowMeaning>;
}

/** Profiles that share a row read it in few ways, but for rows that name the profile. */
const keptReadings = 4;

/** `before`: what the row meant when the profile was last read. */
export function meaningOfRow(row: Row, reader: Reader, before: RowMeaning | undefined): RowMeaning {
  const { needs, all, meanings } = memoOf(row);
  const by = reader.readingOf(all);
  if (before?.by === by) return before;
  const known = meanings.get(by);
  if (known) return known;
  const made = new RowMeaning(
    row,
    by,
    row.rules.map(({ statement }, i) => meaningOf(statement, needs[i] as Needs, reader)),
  );
  if (meanings.size >= keptReadings) meanings.delete(meanings.keys().next().value as string);
  meanings.set(by, made);
  return made;
}

function memoOf(row: Row): RowMemo {
  row.memo ??= firstMemo(row);
  return row.memo as RowMemo;
}

function firstMemo({ rules }: Row): RowMemo {
  const needs = rules.map(({ statement }) => needsOf(statement));
  const variables = new Set<string>();
  for (const one of needs) for (const name of one.variables) variables.add(name);
  const all = { variables: [...variables], profile: needs.some(({ profile }) => profile) };
  return { needs, all, meanings: new Map() };
}
