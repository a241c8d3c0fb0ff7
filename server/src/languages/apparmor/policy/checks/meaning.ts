/** What one rule means in its profile, with variables filled in; kept as long as neither the rule nor what it depends on changes. */

import { expandedWords } from '../../syntax/expandedWords';
import { encodingProblem, isBroken, problemsOf } from '../../syntax/form';
import { globError } from '../../syntax/glob';
import { permissionsOf } from '../../syntax/permissions';
import type { MountRule, Problem, RuleStatement, Word } from '../../syntax/tree';
import { wordValue } from '../../syntax/words';
import { type Danger, dangersOf } from '../danger';
import type { Environment } from '../environment';
import { expand } from '../variables';
import { type Claims, claimsOf } from './claims';
import { type Execution, executionOf, namedTarget } from './execution';

export interface Meaning {
  /** Of which reading it is a part; where the next one differs only in values, a constant meaning goes over to it. */
  reading: VariableValues;
  /** It is true whatever the values of variables are. */
  readonly constant: boolean;
  /** Relative to the rule. */
  readonly problems: readonly Problem[];
  readonly execution: Execution | undefined;
  /** The entry of the profile that the rule leads to by name. */
  readonly target: string | undefined;
  readonly dangers: readonly Danger[];
  readonly claims: Claims | undefined;
}

/** Stands for one profile's body with the values that its variables have. */
export interface VariableValues {
  /** The same body with the values before an edit. */
  before: VariableValues | undefined;
}

/** What the rules of one profile's body are read with. */
export interface Reader {
  readonly reading: VariableValues;
  readonly builtIn: ReadonlyMap<string, string>;
  /** The built-in variables with those that AppArmor ships. */
  readonly known: ReadonlyMap<string, string>;
}

export function meaningOf(rule: RuleStatement, reader: Reader, environment: Environment): Meaning {
  const kept = rule.memo as Meaning | undefined;
  if (kept?.reading === reader.reading) return kept;
  const meaning = read(rule, reader, environment);
  rule.memo = meaning;
  return meaning;
}

const noProblems: readonly Problem[] = [];

function read(rule: RuleStatement, { reading, builtIn, known }: Reader, environment: Environment): Meaning {
  const words = expandedWords(rule);
  let problems = noProblems;
  const missing = rule.problems.some(({ kind }) => kind === 'missing-comma');
  for (const word of isBroken(rule) ? [] : words) {
    if (missing && word.raw.includes(',')) continue;
    const problem = wordProblem(word, environment, builtIn);
    if (problem) problems = [...problems, problem];
  }
  const mount = isMount(rule) && problemsOf(rule).length === 0 ? encodingProblem(rule) : undefined;
  if (mount) problems = [...problems, mount];
  const profile = builtIn.get('profile_name') ?? '';
  const execution = executionOf(rule, (word) => expand(word.raw, environment, builtIn).glob, profile);
  const fill = (raw: string) => expand(raw, environment, known).glob;
  return {
    reading,
    constant: !words.some(({ raw }) => raw.includes('@{')),
    problems,
    execution: execution && !globError(execution.glob) ? execution : undefined,
    target: targetOf(rule, profile),
    dangers: dangersOf(rule, (raw) => fill(raw) ?? wordValue(raw)),
    claims: claimsOf(rule, fill),
  };
}

function targetOf(rule: RuleStatement, profile: string): string | undefined {
  if (rule.verb !== 'file' || !rule.target || !rule.permissions) return undefined;
  const { exec } = permissionsOf(rule.permissions.raw);
  return exec && namedTarget(exec.transition, wordValue(rule.target.raw), profile);
}

const isMount = (rule: RuleStatement): rule is MountRule => rule.verb === 'mount' || rule.verb === 'remount' || rule.verb === 'umount';

/** What is wrong with a word in which variables are filled in and globs are read; relative to its statement. */
export function wordProblem(word: Word, environment: Environment, builtIn: ReadonlyMap<string, string>): Problem | undefined {
  const { problem, glob } = expand(word.raw, environment, builtIn);
  if (problem) {
    if (problem.kind === 'undefined-variable' && environment.open) return undefined;
    const span = { start: word.span.start + problem.start, end: word.span.start + problem.end };
    const through = 'through' in problem ? problem.through : undefined;
    return { kind: problem.kind, span, name: problem.name, ...(through && { through }) };
  }
  const error = glob === undefined ? undefined : globError(glob);
  if (!error) return undefined;
  const plain = glob === word.raw;
  const span = plain ? { start: word.span.start + error.at, end: word.span.start + error.at + 1 } : word.span;
  return { kind: 'bad-glob', span, reason: error.error, word: word.raw, ...(!plain && { expanded: glob as string }) };
}
