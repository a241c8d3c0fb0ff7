import { memoPair } from '../../../core';
/** Set and boolean variables: what the preamble defines, and what a word means with them filled in. */

import { variableName } from '../syntax/lexer';
import type { BooleanVariable, SetVariable, Word } from '../syntax/tree';
import { type NamedVariable, variablesIn, wordValue } from '../syntax/words';
import { evaluate, type TestResult } from './condition';
import type { Environment, VariableValue } from './environment';
import type { Item } from './origin';

/** What went wrong with one definition. */
export interface DefinitionProblem {
  readonly kind: 'variable-redefined' | 'variable-append' | TestResult['problems'][number]['kind'];
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

  addSet(item: Item, statement: SetVariable) {
    const name = variableName(statement.name.raw);
    const values = statement.values.map((word) => ({ text: wordValue(word.raw), word, item }));
    const known = this.sets.get(name);
    if (!known && this.firstBoolean.has(name) && this.clashes(item, statement, name)) return;
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
    const name = variableName(statement.name.raw);
    const known = this.firstBoolean.get(name);
    if (!known && this.sets.has(name) && this.clashes(item, statement, name)) return;
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

  /** Sets and booleans share their names: whether a variable of the other kind prevents this one. `:=` puts it aside. */
  private clashes(item: Item, { name: word, operator }: SetVariable | BooleanVariable, name: string): boolean {
    if (operator === ':=') {
      this.sets.delete(name);
      this.booleans.delete(name);
      this.firstBoolean.delete(name);
      return false;
    }
    const before = this.firstBoolean.get(name) ?? this.sets.get(name)?.definitions[0];
    if (operator === '+=') this.problems.push({ kind: 'variable-append', item, word, name });
    else if (operator === '=') this.problems.push({ kind: 'variable-redefined', item, word, name, ...(before && { before }) });
    return true;
  }

  done(open: boolean): Environment {
    return { sets: this.sets, booleans: this.booleans, open };
  }
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

const noVariables: ReadonlyMap<string, string> = new Map();

/** Why a variable has no value. */
interface NoValue {
  readonly kind: 'undefined' | 'recursive';
  readonly name: string;
}

/** Fills in the variables of an environment; many words use the same few. */
class Filling {
  private readonly values = new Map<string, string>();

  constructor(
    private readonly sets: Environment['sets'],
    private readonly extra: ReadonlyMap<string, string>,
  ) {}

  /** Undefined where it grows beyond use. `path` has the variables that led to it. */
  valueOf(name: string, path: readonly string[] = []): string | undefined | NoValue {
    if (path.includes(name)) return { kind: 'recursive', name };
    const filled = this.values.get(name);
    if (filled !== undefined) return filled;
    const variable = this.sets.get(name);
    if (!variable) return this.extra.has(name) ? this.extra.get(name) : { kind: 'undefined', name };
    const parts: string[] = [];
    let size = 0;
    for (const { text } of variable.values) {
      const part = this.fill(text, variablesIn(text), [...path, name]);
      if (part === undefined || typeof part !== 'string') return part;
      size += part.length;
      if (size > maximumLength) return undefined;
      parts.push(part);
    }
    const value = parts.length === 1 ? (parts[0] as string) : `\u0000${parts.join('\u0001')}\u0002`;
    this.values.set(name, value);
    return value;
  }

  fill(text: string, used: readonly NamedVariable[], path: readonly string[] = []): string | undefined | NoValue {
    let result = '';
    let last = 0;
    for (const { name, start, end } of used) {
      if (!/^[A-Za-z]\w*$/.test(name)) continue;
      const value = this.valueOf(name, path);
      if (typeof value !== 'string') return value;
      result = join(result + text.slice(last, start), value, text[end] === '/');
      last = end;
      if (result.length > maximumLength) return undefined;
    }
    return result + text.slice(last);
  }
}

const fillingOf = memoPair(({ sets }: Environment, extra: ReadonlyMap<string, string>) => new Filling(sets, extra));

/** What a variable is filled in with, in a form of its own: where two environments give the same, words that use it expand alike. */
export function valueOfVariable(name: string, environment: Environment, extra: ReadonlyMap<string, string>): string {
  const value = fillingOf(environment, extra).valueOf(name);
  return typeof value === 'string' ? `=${value}` : value === undefined ? 'long' : `${value.kind} ${value.name}`;
}

/** A word with all variables filled in; several values become an alternation. `extra` has the built-in variables. */
export function expand(raw: string, environment: Environment, extra: ReadonlyMap<string, string> = noVariables): Expansion {
  const used = variablesIn(raw);
  if (used.length === 0) return { glob: wordValue(raw) };
  const filling = fillingOf(environment, extra);
  for (const { name, start, end } of used) {
    const wrong = name === '' ? undefined : /^[^A-Za-z]|[^\w]/.exec(name)?.[0];
    // A comma marks an old way to write alternations, which upstream leaves alone; other characters it refuses.
    if (wrong === ',') break;
    if (wrong !== undefined) return { problem: { kind: 'variable-name', name, start, end } };
    const value = filling.valueOf(name);
    if (typeof value === 'object') {
      if (value.kind === 'recursive') return { problem: { kind: 'recursive-variable', name, start, end } };
      return { problem: { kind: 'undefined-variable', name: value.name, start, end, ...(value.name !== name && { through: name }) } };
    }
    if (value === undefined) return {};
  }
  const word = wordValue(raw);
  const filled = filling.fill(word, word === raw ? used : variablesIn(word));
  if (typeof filled !== 'string') return {};
  return {
    glob: /[\u0000-\u0002]/.test(filled)
      ? filled
          .replace(/\u0000/g, '{')
          .replace(/\u0001/g, ',')
          .replace(/\u0002/g, '}')
      : filled,
  };
}

/** Slashes at the seam are one: a value's own gives way to the one outside. */
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
