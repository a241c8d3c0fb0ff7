import { nearest, severities } from '../core';
import { allRules, ruleOf } from './registry';
import { settingKeys } from './settings';

/** What a configuration says that nothing reads: keys that are no settings, rules that are not there. One sentence each. */
export function unknownSettings(raw: Readonly<Record<string, unknown>>): readonly string[] {
  const known = Object.values(settingKeys).map(([key]) => key);
  return entriesOf(raw, known).flatMap(([key, value]) => {
    if (key === 'rules' && isRecord(value)) return Object.entries(value).flatMap(([code, severity]) => ruleProblem(code, severity));
    return known.includes(key) ? [] : [`there is no setting ${key}${meant(key, known)}`];
  });
}

function ruleProblem(code: string, severity: unknown): readonly string[] {
  if (!ruleOf(code)) {
    const codes = allRules().map((rule) => rule.code);
    return [`there is no rule ${code}${meant(code, codes)}`];
  }
  const words = ['off', ...severities];
  return words.includes(String(severity)) ? [] : [`rules: ${code} takes ${words.join(', ')}, not ${JSON.stringify(severity)}`];
}

/** Dotted keys with their values, whichever way they are nested. */
function entriesOf(raw: Readonly<Record<string, unknown>>, known: readonly string[], above = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(raw).flatMap(([name, value]) => {
    const key = above + name;
    const group = isRecord(value) && known.some((other) => other.startsWith(`${key}.`));
    return group ? entriesOf(value, known, `${key}.`) : [[key, value] as const];
  });
}

function meant(word: string, candidates: readonly string[]): string {
  const found = nearest(word, candidates);
  return found === undefined ? '' : `; did you mean ${found}?`;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
