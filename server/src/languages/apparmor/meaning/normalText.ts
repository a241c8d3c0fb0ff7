/** Rules in words that compare: variables filled in, conditions in one order. */

import type { Environment } from '../policy/environment';
import { expand } from '../policy/variables';
import { squeezeSlashes } from '../syntax/glob';
import type { AccessRule, Condition, LinkRule, MountRule } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { selfName } from './patterns';

/** What the words of a profile are read with. */
export interface Reading {
  readonly environment: Environment;
  readonly builtIn: ReadonlyMap<string, string>;
  /** The name of the profile. */
  readonly self: string;
}

/** With variables; where one is unknown, as it is written. */
export const filled = (raw: string, environment: Environment, builtIn: ReadonlyMap<string, string>): string =>
  expand(raw, environment, builtIn).glob ?? wordValue(raw);

export function globOf(source: Reading, raw: string): string {
  return squeezeSlashes(filled(raw, source.environment, source.builtIn));
}

export function networkText(source: Reading, rule: AccessRule): string {
  return [...rule.words.map((word) => word.raw), conditionText(source, rule.conditions, rule.peer?.conditions)].filter(Boolean).join(' ');
}

export function accessText(source: Reading, rule: AccessRule): string {
  const conditions = conditionText(source, rule.conditions, rule.peer?.conditions);
  return [rule.verb, ...rule.words.map((word) => globOf(source, word.raw)), conditions].filter(Boolean).join(' ');
}

export function linkText(source: Reading, { path, target }: LinkRule): string {
  return [path, target].map((word) => (word ? globOf(source, word.raw) : '')).join(' -> ');
}

/** Conditions in one order; the profile's own name reads `SELF`, so that profiles of different names compare. */
function conditionText(source: Reading, conditions: readonly Condition[], peer: readonly Condition[] = []): string {
  const one = (condition: Condition) => {
    const values = condition.values.map((value) => {
      const text = filled(value.raw, source.environment, source.builtIn);
      return text === source.self && /^(?:peer|label)$/.test(condition.name.raw) ? selfName : text;
    });
    return `${condition.name.raw}${condition.operator === 'in' ? ' in ' : '='}${values.length === 1 ? values[0] : `(${values.sort().join(' ')})`}`;
  };
  const local = conditions.map(one).sort().join(' ');
  return [local, peer.length > 0 && `peer=(${peer.map(one).sort().join(' ')})`].filter(Boolean).join(' ');
}

export function mountText(source: Reading, rule: MountRule): string {
  const conditions = conditionText(source, rule.conditions);
  const words = [rule.source && globOf(source, rule.source.raw), rule.target && `-> ${globOf(source, rule.target.raw)}`];
  return [rule.verb, conditions, ...words].filter(Boolean).join(' ');
}
