/** Set and boolean variables: what the preamble defines, and what a word means with them filled in. */

import type { Item } from './flatten';
import { type BooleanVariable, type Expression, type SetVariable, Word } from './tree';
import { variablesIn, wordValue } from './words';

export interface VariableValue {
  /** With escapes resolved. */
  readonly text: string;
  readonly word: Word;
  readonly item: Item;
}

export interface Variable {
  readonly name: string;
  readonly values: readonly VariableValue[];
  /** The statements that define or extend it, in order. */
  readonly definitions: readonly Item[];
}

export interface Environment {
  readonly sets: ReadonlyMap<string, Variable>;
  readonly booleans: ReadonlyMap<string, boolean | undefined>;
  /** Something that could define more is out of reach, or this is a fragment: undefined variables prove nothing. */
  readonly open: boolean;
}

/** What went wrong with one definition. */
export interface DefinitionProblem {
  readonly kind: 'variable-redefined' | 'variable-append' | 'undefined-boolean' | 'condition-form' | 'undefined-variable';
  readonly item: Item;
  readonly word: Word;
  readonly name: string;
  readonly before?: Item;
}

/** Gathers definitions in the order in which upstream meets them. */
export class EnvironmentBuilder {
  private readonly sets = new Map<string, { name: string; values: VariableValue[]; definitions: Item[] }>();
  private readonly booleans = new Map<string, boolean | undefined>();
  private readonly firstBoolean = new Map<string, Item>();
  readonly problems: DefinitionProblem[] = [];
  /** All definitions of set variables in order, those without effect too. */
  readonly definitions: SetVariable[] = [];

  addSet(item: Item, statement: SetVariable) {
    this.definitions.push(statement);
    const name = nameOf(statement.name.raw);
    const values = statement.values.map((word) => ({ text: wordValue(word.raw), word, item }));
    const known = this.sets.get(name);
    switch (statement.operator) {
      case '=':
        if (known)
          this.problems.push({
            kind: 'variable-redefined',
            item,
            word: statement.name,
            name,
            ...(known.definitions[0] && { before: known.definitions[0] }),
          });
        else this.sets.set(name, { name, values, definitions: [item] });
        break;
      case '+=':
        if (known) {
          known.values.push(...values);
          known.definitions.push(item);
        } else {
          this.problems.push({ kind: 'variable-append', item, word: statement.name, name });
          // Defined from here on, so that the one mistake is said once.
          this.sets.set(name, { name, values, definitions: [item] });
        }
        break;
      case '?=':
        if (!known) this.sets.set(name, { name, values, definitions: [item] });
        break;
      default:
        this.sets.set(name, { name, values, definitions: [...(known?.definitions ?? []), item] });
    }
  }

  addBoolean(item: Item, statement: BooleanVariable, open: boolean) {
    const name = nameOf(statement.name.raw);
    const known = this.firstBoolean.get(name);
    if (statement.operator === '=' && known) {
      this.problems.push({ kind: 'variable-redefined', item, word: statement.name, name, before: known });
      return;
    }
    if (statement.operator === '?=' && known) return;
    this.firstBoolean.set(name, known ?? item);
    const test = statement.value ? evaluate(statement.value, this.done(open)) : { problems: [] };
    for (const problem of test.problems) this.problems.push({ ...problem, item, name: problem.word.raw });
    this.booleans.set(name, test.value);
  }

  done(open: boolean): Environment {
    return { sets: this.sets, booleans: this.booleans, open };
  }
}

const nameOf = (raw: string) => raw.replace(/^[@$]\{?/, '').replace(/\}$/, '');

export interface TestResult {
  /** Undefined where it cannot be known. */
  readonly value?: boolean;
  readonly problems: readonly { readonly kind: 'undefined-boolean' | 'undefined-variable' | 'condition-form'; readonly word: Word }[];
}

/** The truth of an `if`, as upstream's cond_expr computes it while it parses. */
export function evaluate(expression: Expression, environment: Environment): TestResult {
  switch (expression.kind) {
    case 'literal':
      return { value: expression.value, problems: [] };
    case 'not': {
      const inner = evaluate(expression.operand, environment);
      return { ...inner, ...(inner.value !== undefined && { value: !inner.value }) };
    }
    case 'and':
    case 'or': {
      const left = evaluate(expression.left, environment);
      const right = evaluate(expression.right, environment);
      const problems = [...left.problems, ...right.problems];
      if (left.value === undefined || right.value === undefined) return { problems };
      return { value: expression.kind === 'and' ? left.value && right.value : left.value || right.value, problems };
    }
    case 'boolean': {
      const name = nameOf(expression.name);
      if (environment.booleans.has(name)) {
        const value = environment.booleans.get(name);
        return { problems: [], ...(value !== undefined && { value }) };
      }
      if (environment.open) return { problems: [] };
      return { problems: [{ kind: 'undefined-boolean', word: new Word(expression.name, expression.span.start, expression.span.end) }] };
    }
    case 'defined': {
      // Upstream 6.0 looks for `defined ${X}` among the set variables only.
      const name = nameOf(expression.variable.raw);
      const value = environment.sets.has(name);
      return !value && environment.open ? { problems: [] } : { value, problems: [] };
    }
    case 'compare':
      return compare(expression, environment);
    default:
      return { problems: [] };
  }
}

function compare(expression: Extract<Expression, { kind: 'compare' }>, environment: Environment): TestResult {
  const left = setOf(expression.left, environment);
  const right = setOf(expression.right, environment);
  const missing = [left, right].flatMap((side, i) => (side === undefined ? [i === 0 ? expression.left : expression.right] : []));
  if (missing.length > 0) {
    return { problems: environment.open ? [] : missing.map((word) => ({ kind: 'undefined-variable' as const, word })) };
  }
  const a = left as ReadonlySet<string>;
  const b = right as ReadonlySet<string>;
  const subset = [...a].every((value) => b.has(value));
  const superset = [...b].every((value) => a.has(value));
  switch (expression.operator) {
    case '==':
      return { value: subset && superset, problems: [] };
    case '!=':
      return { value: !(subset && superset), problems: [] };
    case 'in':
      return { value: subset, problems: [] };
    default:
  }
  const numbers = [a, b].map((side) => (side.size === 1 && /^[+-]?\d+$/.test([...side][0] as string) ? Number([...side][0]) : undefined));
  const [x, y] = numbers;
  if (x !== undefined && y !== undefined) return { value: order(expression.operator, x - y), problems: [] };
  if (x !== undefined || y !== undefined)
    return { problems: [{ kind: 'condition-form', word: x === undefined ? expression.left : expression.right }] };
  const equal = subset && superset;
  const byInclusion: Readonly<Record<string, boolean>> = { '<': subset && !equal, '<=': subset, '>': superset && !equal, '>=': superset };
  return { value: byInclusion[expression.operator] ?? false, problems: [] };
}

const order = (operator: string, difference: number) =>
  operator === '<' ? difference < 0 : operator === '<=' ? difference <= 0 : operator === '>' ? difference > 0 : difference >= 0;

/** A word of a comparison: the values of a variable, or the word itself. */
function setOf(word: Word, environment: Environment): ReadonlySet<string> | undefined {
  if (!/^@\{?[A-Za-z]\w*\}?$/.test(word.raw)) return new Set([wordValue(word.raw)]);
  const variable = environment.sets.get(nameOf(word.raw));
  if (!variable) return undefined;
  return new Set(variable.values.map((value) => value.text));
}

export type ExpansionProblem =
  | { readonly kind: 'undefined-variable'; readonly name: string; readonly start: number; readonly end: number; readonly through?: string }
  | { readonly kind: 'recursive-variable' | 'variable-name'; readonly name: string; readonly start: number; readonly end: number };

export interface Expansion {
  /** The word as one glob; undefined where something in it is unknown or it grows beyond use. */
  readonly glob?: string;
  readonly problem?: ExpansionProblem;
}

const maximumLength = 65_536;

/** A word with all variables filled in; several values become an alternation. `extra` holds the built-in variables. */
export function expand(raw: string, environment: Environment, extra: ReadonlyMap<string, string> = new Map()): Expansion {
  const used = variablesIn(raw);
  if (used.length === 0) return { glob: wordValue(raw) };
  const memo = new Map<string, string | undefined | ExpansionProblem>();
  const valueOfVariable = (
    name: string,
    path: readonly string[],
  ): string | undefined | { kind: 'undefined' | 'recursive'; name: string } => {
    if (path.includes(name)) return { kind: 'recursive', name };
    if (memo.has(name)) return memo.get(name) as string | undefined;
    const variable = environment.sets.get(name);
    if (!variable) return extra.has(name) ? extra.get(name) : { kind: 'undefined', name };
    const parts: string[] = [];
    let size = 0;
    for (const { text } of variable.values) {
      const part = fill(text, [...path, name]);
      if (part === undefined || typeof part !== 'string') return part;
      size += part.length;
      if (size > maximumLength) return undefined;
      parts.push(part);
    }
    const value = parts.length === 1 ? (parts[0] as string) : `\u0000${parts.join('\u0001')}\u0002`;
    memo.set(name, value);
    return value;
  };
  const fill = (text: string, path: readonly string[]): string | undefined | { kind: 'undefined' | 'recursive'; name: string } => {
    let result = '';
    let last = 0;
    for (const { name, start, end } of variablesIn(text)) {
      if (!/^[A-Za-z]\w*$/.test(name)) continue;
      const value = valueOfVariable(name, path);
      if (typeof value !== 'string') return value;
      result = join(result + text.slice(last, start), value, text[end] === '/');
      last = end;
      if (result.length > maximumLength) return undefined;
    }
    return result + text.slice(last);
  };
  for (const { name, start, end } of used) {
    const wrong = name === '' ? undefined : /^[^A-Za-z]|[^\w]/.exec(name)?.[0];
    // A comma marks an old way to write alternations, which upstream leaves alone; other characters it refuses.
    if (wrong === ',') break;
    if (wrong !== undefined) return { problem: { kind: 'variable-name', name, start, end } };
    const value = valueOfVariable(name, []);
    if (typeof value === 'object') {
      if (value.kind === 'recursive') return { problem: { kind: 'recursive-variable', name, start, end } };
      return { problem: { kind: 'undefined-variable', name: value.name, start, end, ...(value.name !== name && { through: name }) } };
    }
    if (value === undefined) return {};
  }
  const filled = fill(wordValue(raw), []);
  if (typeof filled !== 'string') return {};
  return {
    glob: filled
      .replace(/\u0000/g, '{')
      .replace(/\u0001/g, ',')
      .replace(/\u0002/g, '}'),
  };
}

/** Slashes at the seam are one: a value's own gives way to the one that stands outside. */
function join(before: string, value: string, slashFollows: boolean): string {
  const values =
    value.startsWith('\u0000') && value.endsWith('\u0002') && !value.slice(1).includes('\u0000')
      ? value.slice(1, -1).split('\u0001')
      : [value];
  const dropLead = before.endsWith('/') && !/^\/+$/.test(before);
  const trimmed = values.map((one) => {
    const lead = dropLead ? one.replace(/^\/+/, '') : one;
    return slashFollows ? lead.replace(/\/+$/, '') : lead;
  });
  return before + (trimmed.length === 1 ? trimmed[0] : `\u0000${trimmed.join('\u0001')}\u0002`);
}
