/** What one rule means with variables filled in; the same for all profiles in which its variables have the same values. */

import { shippedVariables } from '../../../../knowledge';
import { expandedWords } from '../../syntax/expandedWords';
import { encodingProblem, isBroken, problemsOf } from '../../syntax/form';
import { globError } from '../../syntax/glob';
import { permissionsOf } from '../../syntax/permissions';
import type { MountRule, Problem, RuleStatement, Word } from '../../syntax/tree';
import { variablesIn, wordValue } from '../../syntax/words';
import { type Danger, dangersOf } from '../danger';
import type { Environment } from '../environment';
import { expand, valueOfVariable } from '../variables';
import { type Claims, claimsOf } from './claims';
import { type Execution, executionOf, namedTarget } from './execution';

export interface Meaning {
  /** What it was read with, as `readingOf` says it. */
  readonly by: string;
  /** Relative to the rule. */
  readonly problems: readonly Problem[];
  readonly execution: Execution | undefined;
  /** The entry of the profile that the rule leads to by name. */
  readonly target: string | undefined;
  readonly dangers: readonly Danger[];
  readonly claims: Claims | undefined;
}

/** What the rules of one profile's body are read with. */
export class Reader {
  /** The built-in variables with those that AppArmor ships. */
  readonly known: ReadonlyMap<string, string>;
  private readonly said = new Map<string, string>();

  constructor(
    readonly environment: Environment,
    readonly builtIn: ReadonlyMap<string, string>,
  ) {
    this.known = new Map([...shippedVariables, ...builtIn]);
  }

  /** A word with the variables filled in that the file or the kernel gives. */
  readonly fill = (raw: string): string | undefined => expand(raw, this.environment, this.builtIn).glob;
  /** The same with those that AppArmor ships. */
  readonly fillKnown = (raw: string): string | undefined => expand(raw, this.environment, this.known).glob;
  readonly fillOrKeep = (raw: string): string => this.fillKnown(raw) ?? wordValue(raw);

  get profile(): string {
    return this.builtIn.get('profile_name') ?? '';
  }

  /** All that rules with these needs are read with, as a text: where it is the same, they mean the same. */
  readingOf({ variables, profile }: Needs): string {
    let reading = profile ? `${this.profile}\n` : '';
    for (const name of variables) reading += `${this.said.get(name) ?? this.say(name)}\n`;
    return reading;
  }

  private say(name: string): string {
    const { environment, builtIn, known } = this;
    const own = valueOfVariable(name, environment, builtIn);
    // What is undefined may have a value among those that AppArmor ships.
    const said = own.startsWith('=') ? own : `${own} ${environment.open} ${valueOfVariable(name, environment, known)}`;
    this.said.set(name, said);
    return said;
  }
}

/** On what the meaning of rules depends besides them. */
export interface Needs {
  readonly variables: readonly string[];
  /** On the name of the profile. */
  readonly profile: boolean;
}

const none: readonly string[] = [];
const constant: Needs = { variables: none, profile: false };

export function needsOf(rule: RuleStatement): Needs {
  const profile = rule.verb === 'file' && rule.target !== undefined && rule.permissions !== undefined;
  let variables = none;
  for (const { raw } of expandedWords(rule)) {
    // With escapes resolved there can be more of them.
    const used = raw.includes('\\') ? [...variablesIn(raw), ...variablesIn(wordValue(raw))] : variablesIn(raw);
    for (const { name } of used) if (!variables.includes(name)) variables = [...variables, name];
  }
  return variables.length > 0 || profile ? { variables, profile } : constant;
}

/** How often a rule was read, for tests: profiles share what a rule means. */
export const readRules = { count: 0 };

export function meaningOf(rule: RuleStatement, needs: Needs, reader: Reader): Meaning {
  const by = reader.readingOf(needs);
  const kept = rule.memo as Meaning | undefined;
  if (kept?.by === by) return kept;
  const meaning = read(rule, reader, by);
  rule.memo = meaning;
  return meaning;
}

const noProblems: readonly Problem[] = [];

function read(rule: RuleStatement, reader: Reader, by: string): Meaning {
  const { builtIn, environment, profile } = reader;
  readRules.count++;
  let problems = noProblems;
  const missing = rule.problems.length > 0 && rule.problems.some(({ kind }) => kind === 'missing-comma');
  for (const word of isBroken(rule) ? [] : expandedWords(rule)) {
    if (missing && word.raw.includes(',')) continue;
    const problem = wordProblem(word, environment, builtIn);
    if (problem) problems = [...problems, problem];
  }
  const mount = isMount(rule) && problemsOf(rule).length === 0 ? encodingProblem(rule) : undefined;
  if (mount) problems = [...problems, mount];
  const execution = executionOf(rule, reader.fill, profile);
  return {
    by,
    problems,
    execution: execution && !globError(execution.glob) ? execution : undefined,
    target: targetOf(rule, profile),
    dangers: dangersOf(rule, reader.fillOrKeep),
    claims: claimsOf(rule, reader.fillKnown),
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
