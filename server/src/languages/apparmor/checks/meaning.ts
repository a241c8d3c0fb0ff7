/** What one rule means in its profile, with variables filled in; kept as long as neither the rule nor what it depends on changes. */

import { shippedVariables } from '../../../knowledge';
import { type Danger, dangersOf } from '../danger';
import type { Row } from '../flatten';
import { globError } from '../glob';
import { permissionsOf } from '../permissions';
import type { MountRule, Problem, Rule, Word } from '../tree';
import { type Environment, expand } from '../variables';
import { wordValue } from '../words';
import { type Claims, claimsOf, coveredBy, deniedBy } from './claims';
import { conflict, type Execution, executionOf } from './execution';
import { encodingProblem } from './mountRule';
import { Partners } from './partners';
import { expandedWords } from './places';
import type { RowMeaning } from './rows';

export interface Meaning {
  /** Relative to the rule. */
  readonly problems: readonly Problem[];
  readonly execution?: Execution;
  /** The profile that the rule leads to by name. */
  readonly target?: string;
  readonly dangers: readonly Danger[];
  readonly claims?: Claims;
}

/** What the rules of one profile's body have in common, and what is known of them. */
export interface Scope {
  readonly builtIn: ReadonlyMap<string, string>;
  readonly meanings: WeakMap<Rule, Meaning>;
  readonly rows: WeakMap<Row, RowMeaning>;
  readonly executions: Partners<Execution>;
  readonly claims: Partners<Claims>;
}

export const emptyScope = (builtIn: ReadonlyMap<string, string>): Scope => ({
  builtIn,
  meanings: new WeakMap(),
  rows: new WeakMap(),
  executions: new Partners([conflict]),
  claims: new Partners([deniedBy, coveredBy]),
});

export function meaningOf(rule: Rule, scope: Scope, environment: Environment): Meaning {
  let meaning = scope.meanings.get(rule);
  if (!meaning) {
    meaning = read(rule, scope.builtIn, environment);
    scope.meanings.set(rule, meaning);
  }
  return meaning;
}

function read(rule: Rule, builtIn: ReadonlyMap<string, string>, environment: Environment): Meaning {
  const problems: Problem[] = [];
  for (const word of expandedWords(rule)) {
    const problem = wordProblem(word, environment, builtIn);
    if (problem) problems.push(problem);
  }
  const mount = isMount(rule) ? encodingProblem(rule) : undefined;
  if (mount) problems.push(mount);
  const execution = executionOf(rule, (word) => expand(word.raw, environment, builtIn).glob);
  const target = rule.verb === 'file' && rule.target && rule.permissions && permissionsOf(rule.permissions.raw).exec && rule.target;
  const known = new Map([...shippedVariables, ...builtIn]);
  const fill = (raw: string) => expand(raw, environment, known).glob;
  const claims = claimsOf(rule, fill);
  return {
    problems,
    dangers: dangersOf(rule, (raw) => fill(raw) ?? wordValue(raw)),
    ...(claims && { claims }),
    ...(execution && !globError(execution.glob) && { execution }),
    ...(target && { target: wordValue(target.raw) }),
  };
}

const isMount = (rule: Rule): rule is MountRule => rule.verb === 'mount' || rule.verb === 'remount' || rule.verb === 'umount';

/** What is wrong with a word in which variables are filled in and globs are read; relative to its statement. */
export function wordProblem(word: Word, environment: Environment, builtIn: ReadonlyMap<string, string>): Problem | undefined {
  const { problem, glob } = expand(word.raw, environment, builtIn);
  if (problem) {
    if (problem.kind === 'undefined-variable' && environment.open) return undefined;
    const span = { start: word.span.start + problem.start, end: word.span.start + problem.end };
    const through = 'through' in problem ? problem.through : undefined;
    return { kind: problem.kind, span, data: { name: problem.name, ...(through && { through }) } };
  }
  const error = glob === undefined ? undefined : globError(glob);
  if (!error) return undefined;
  const plain = glob === word.raw;
  const span = plain ? { start: word.span.start + error.at, end: word.span.start + error.at + 1 } : word.span;
  return { kind: 'bad-glob', span, data: { reason: error.error, word: word.raw, ...(!plain && { expanded: glob as string }) } };
}
