/** The truth of an `if`, and what its comparisons compare. */

import { variableName } from '../syntax/lexer';
import { type Expression, Word } from '../syntax/tree';
import { variablesIn, wordValue } from '../syntax/words';
import type { Environment } from './environment';

export interface TestResult {
  /** Undefined where it cannot be known. */
  readonly value?: boolean;
  readonly problems: readonly {
    readonly kind: 'undefined-boolean' | 'undefined-variable' | 'recursive-variable' | 'condition-form';
    readonly word: Word;
  }[];
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
      const name = variableName(expression.name);
      if (environment.booleans.has(name)) {
        const value = environment.booleans.get(name);
        return { problems: [], ...(value !== undefined && { value }) };
      }
      if (environment.open) return { problems: [] };
      return { problems: [{ kind: 'undefined-boolean', word: new Word(expression.name, expression.span.start, expression.span.end) }] };
    }
    case 'defined': {
      // Upstream 6.0 looks for `defined ${X}` among the set variables only.
      const name = variableName(expression.variable.raw);
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
  const a = setOf(expression.left, environment);
  const b = setOf(expression.right, environment);
  if (typeof a === 'string' || typeof b === 'string') {
    const problems: TestResult['problems'][number][] = [];
    if (typeof a === 'string') problems.push({ kind: a, word: expression.left });
    if (typeof b === 'string') problems.push({ kind: b, word: expression.right });
    return { problems: problems.filter(({ kind }) => !environment.open || kind !== 'undefined-variable') };
  }
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
  const x = numberOf(a);
  const y = numberOf(b);
  if (x !== undefined && y !== undefined) return { value: order(expression.operator, x < y ? -1 : x > y ? 1 : 0), problems: [] };
  if (x !== undefined || y !== undefined)
    return { problems: [{ kind: 'condition-form', word: x === undefined ? expression.left : expression.right }] };
  return { value: order(expression.operator, compareSets(a, b)), problems: [] };
}

/** The number that a set of one value is, as strtol(3) reads it with any base. */
function numberOf(set: ReadonlySet<string>): bigint | undefined {
  const [text = ''] = set;
  const match = set.size === 1 ? /^\s*([+-]?)(?:(0[xX][0-9a-fA-F]+)|0([0-7]*)|([1-9][0-9]*))$/.exec(text) : null;
  if (!match) return undefined;
  const [, sign, hex, octal, decimal] = match;
  const size = BigInt(hex ?? decimal ?? (octal ? `0o${octal}` : 0));
  return sign === '-' ? -size : size;
}

/** As std::set compares: the first value in which two sorted sets differ decides, else the longer is the greater. */
function compareSets(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [left, right] = [[...a].sort(), [...b].sort()] as const;
  for (let i = 0; i < left.length && i < right.length; i++) {
    if (left[i] !== right[i]) return (left[i] as string) < (right[i] as string) ? -1 : 1;
  }
  return left.length - right.length;
}

const order = (operator: string, difference: number) =>
  operator === '<' ? difference < 0 : operator === '<=' ? difference <= 0 : operator === '>' ? difference > 0 : difference >= 0;

/** A word of a comparison: the values of a variable with the variables in them filled in, or the word itself. */
function setOf(word: Word, environment: Environment): ReadonlySet<string> | 'undefined-variable' | 'recursive-variable' {
  const text = wordValue(word.raw);
  if (!/^@(?:\{[A-Za-z]\w*\}|[A-Za-z]\w*)$/.test(text)) return new Set([text]);
  return valuesOf(variableName(text), environment, []);
}

/** More values than this are no setting but an accident. */
const mostValues = 10_000;

function valuesOf(name: string, environment: Environment, open: readonly string[]): ReturnType<typeof setOf> {
  const variable = environment.sets.get(name);
  if (!variable) return 'undefined-variable';
  if (open.includes(name)) return 'recursive-variable';
  const found = new Set<string>();
  const todo = variable.values.map(({ text }) => text);
  for (let i = 0; i < todo.length && i < mostValues; i++) {
    const text = todo[i] as string;
    const [inner] = variablesIn(text);
    if (!inner) {
      found.add(text);
      continue;
    }
    const values = valuesOf(inner.name, environment, [...open, name]);
    if (typeof values === 'string') return values;
    for (const value of values) todo.push(text.slice(0, inner.start) + value + text.slice(inner.end));
  }
  return found;
}
