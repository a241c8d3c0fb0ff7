/** What the rules of a row mean, laid out for the checks that look at whole profiles: only what they look for is gone through. */

import type { Row } from '../flatten';
import type { Environment } from '../variables';
import type { Claims } from './claims';
import type { Execution } from './execution';
import { type Meaning, meaningOf, type Scope } from './meaning';

/** What some rules of a row have, and the indices of those rules in the row. */
export interface Column<T> {
  readonly elements: readonly T[];
  readonly rules: readonly number[];
}

export interface RowMeaning {
  readonly meanings: readonly Meaning[];
  readonly executions: Column<Execution>;
  readonly claims: Column<Claims>;
  /** The same in a block that denies. */
  readonly denials: Column<Claims>;
  /** Names of profiles that rules lead to. */
  readonly targets: Column<string>;
  /** Indices of rules with problems, and of rules that endanger something. */
  readonly troubled: readonly number[];
  readonly dangerous: readonly number[];
}

export function meaningOfRow(row: Row, scope: Scope, environment: Environment): RowMeaning {
  let meaning = scope.rows.get(row);
  if (!meaning) {
    meaning = read(row, scope, environment);
    scope.rows.set(row, meaning);
  }
  return meaning;
}

function read({ rules }: Row, scope: Scope, environment: Environment): RowMeaning {
  const meanings = rules.map(({ statement }) => meaningOf(statement, scope, environment));
  const column = <T>(pick: (meaning: Meaning) => T | undefined): Column<T> => {
    const elements: T[] = [];
    const places: number[] = [];
    for (const [i, meaning] of meanings.entries()) {
      const element = pick(meaning);
      if (element === undefined) continue;
      elements.push(element);
      places.push(i);
    }
    return { elements, rules: places };
  };
  const claims = column((meaning) => meaning.claims);
  const denials = {
    rules: claims.rules,
    elements: claims.elements.map((own, i) => (rules[claims.rules[i] as number]?.statement.qualifiers.mode ? own : denying(own))),
  };
  return {
    meanings,
    executions: column((meaning) => meaning.execution),
    claims,
    denials,
    targets: column((meaning) => meaning.target),
    troubled: indices(meanings, ({ problems }) => problems.length > 0),
    dangerous: indices(meanings, ({ dangers }) => dangers.length > 0),
  };
}

const indices = (meanings: readonly Meaning[], has: (meaning: Meaning) => boolean) => meanings.flatMap((one, i) => (has(one) ? [i] : []));

const twins = new WeakMap<Claims, Claims>();

/** The claims of a rule in a block that denies. */
function denying(claims: Claims): Claims {
  let twin = twins.get(claims);
  if (!twin) {
    twin = { ...claims, denies: true };
    twins.set(claims, twin);
  }
  return twin;
}
