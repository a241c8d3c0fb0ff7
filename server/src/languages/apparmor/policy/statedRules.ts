/** What rules say, word for word: what the profiles of a workspace have in common. */

import { type Fact, memo, type StatedFact, span } from '../../../core';
import { gatherer } from '../syntax/gather';
import type { FileTree, RuleStatement } from '../syntax/tree';
import type { ApparmorPart } from './model';
import { fullName } from './names';

/** Rules of one profile that are stated; a longer one is no profile that others repeat. */
const mostStated = 400;

/** A rule on one line, without its comma and without comments. */
export const ruleWords = (text: string, { span: { start, end } }: RuleStatement, at: number): string =>
  text
    .slice(at + start, at + end)
    .replace(/,\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();

/** One fact for each profile, with its rules in lines. */
export const rulesFacts = (part: ApparmorPart): readonly StatedFact[] => (part.fragment || part.template ? [] : factsOf(part.tree));

const factsOf = memo((tree: FileTree): readonly StatedFact[] => {
  const byProfile = new Map<string, Set<string>>();
  for (const { found } of rulesIn(tree, tree.text, undefined)) {
    const rules = byProfile.get(found.profile) ?? new Set<string>();
    byProfile.set(found.profile, rules);
    if (rules.size < mostStated) rules.add(found.words);
  }
  return [...byProfile].map(([name, rules]) => ({
    kind: 'apparmor-rules',
    name,
    detail: [...rules].join('\n'),
    span: span(0, 0),
  }));
});

interface StatedRule {
  readonly profile: string;
  readonly words: string;
}

const rulesIn = gatherer<StatedRule, string | undefined>(
  (statement, { text, start }, profile) =>
    statement.kind === 'rule' && profile !== undefined && statement.problems.length === 0
      ? [{ profile, words: ruleWords(text, statement, start) }]
      : [],
  (statement, owner) => (statement.kind === 'profile' ? fullName(statement, owner) : owner),
);

interface Repetitions {
  readonly profiles: ReadonlyMap<string, number>;
  readonly ofProfile: ReadonlyMap<string, readonly string[]>;
}

/** Of profiles of one name one counts. */
const repetitionsOf = memo((facts: readonly Fact[]): Repetitions => {
  const profiles = new Map<string, number>();
  const ofProfile = new Map<string, readonly string[]>();
  for (const { kind, name, detail } of facts) {
    if (kind !== 'apparmor-rules' || detail === undefined || ofProfile.has(name)) continue;
    const rules = detail.split('\n');
    ofProfile.set(name, rules);
    for (const rule of rules) profiles.set(rule, (profiles.get(rule) ?? 0) + 1);
  }
  return { profiles, ofProfile };
});

/** How many profiles of other names state a rule in the same words. */
export function repeatedElsewhere(facts: readonly Fact[], profile: string): (words: string) => number {
  const { profiles, ofProfile } = repetitionsOf(facts);
  const own = new Set(ofProfile.get(profile));
  return (words) => (profiles.get(words) ?? 0) - (own.has(words) ? 1 : 0);
}
