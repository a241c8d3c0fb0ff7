import { memo, type Part, type Rule } from '../core';

const stop = new Set([
  'the',
  'for',
  'and',
  'not',
  'with',
  'without',
  'unknown',
  'missing',
  'duplicate',
  'invalid',
  'rule',
  'key',
  'value',
  'type',
  'form',
]);

const wordsOf = ({ code }: Rule<Part>): readonly string[] =>
  (code.split('/')[1] ?? '').split('-').filter((word) => word.length > 2 && !stop.has(word));

/** The rules of each word in a code. */
const rulesByWord = memo((rules: readonly Rule<Part>[]): ReadonlyMap<string, readonly Rule<Part>[]> => {
  const found = new Map<string, Rule<Part>[]>();
  for (const rule of rules) for (const word of wordsOf(rule)) found.set(word, [...(found.get(word) ?? []), rule]);
  return found;
});

const most = 5;

/** Rules of the same language whose codes share words, the rarest words first. */
export function relatedRules(rule: Rule<Part>, rules: readonly Rule<Part>[]): readonly Rule<Part>[] {
  const language = rule.code.split('/')[0];
  const scores = new Map<Rule<Part>, number>();
  for (const word of wordsOf(rule)) {
    const sharing = (rulesByWord(rules).get(word) ?? []).filter((other) => other.code.startsWith(`${language}/`));
    for (const other of sharing) if (other !== rule) scores.set(other, (scores.get(other) ?? 0) + 1 / sharing.length);
  }
  return [...scores]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([other]) => other);
}
