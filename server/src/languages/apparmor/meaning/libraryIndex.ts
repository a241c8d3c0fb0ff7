/** The rules of all abstractions that a file could include, by what they are about. */

import { memo } from '../../../core';
import type { Claims, JudgedRow, Meaning } from '../policy/checks';
import { type EffectiveRule, effectiveRules } from '../policy/effectiveRules';
import { type ApparmorPart, policyOf } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { ruleWords } from '../policy/statedRules';
import { HeadIndex } from '../syntax/glob';
import type { RuleStatement } from '../syntax/tree';
import { variablesIn } from '../syntax/words';

export interface LibraryAbstraction {
  /** `abstractions/fonts`. */
  readonly name: string;
  readonly rules: readonly EffectiveRule[];
  readonly stated: readonly StatedByLibrary[];
  readonly denials: readonly Claims[];
  /** Names of the variables that its rules use. */
  readonly variables: ReadonlySet<string>;
}

interface StatedByLibrary {
  readonly effective: EffectiveRule;
  readonly words: string;
  /** Of a rule outside of blocks. */
  readonly claims: Claims | undefined;
  /** A reviewer would stop at it: no matter of tidiness. */
  readonly isPrivilege: boolean;
}

/** One rule of a file, and the abstractions that have it, also by an include. */
export interface WideRule {
  readonly uri: string;
  readonly claims: Claims | undefined;
  readonly heads: readonly string[];
  readonly abstractions: readonly LibraryAbstraction[];
}

interface LibraryIndex {
  readonly byWords: ReadonlyMap<string, readonly WideRule[]>;
  readonly byHead: HeadIndex<WideRule>;
}

export const libraryIndexOf = memo((library: ApparmorPart): LibraryIndex => {
  const byWords = new Map<string, WideRule[]>();
  const byPlace = new Map<string, WideRule & { readonly abstractions: LibraryAbstraction[] }>();
  for (const body of policyOf(library).bodies) {
    if (!body.profile || body.profile.item.site) continue;
    const abstraction = abstractionOf(library, body.profile, body.segments);
    for (const { effective, words, claims } of abstraction.stated) {
      if (effective.mode !== 'allow' || claims?.denies) continue;
      const { file, start } = effective.item;
      const place = placeKey(file.uri, start);
      const known = byPlace.get(place);
      if (known) known.abstractions.push(abstraction);
      else {
        const wide = { uri: file.uri, claims, heads: claims?.heads ?? [], abstractions: [abstraction] };
        byPlace.set(place, wide);
        byWords.set(words, [...(byWords.get(words) ?? []), wide]);
      }
    }
  }
  return { byWords, byHead: new HeadIndex([...byPlace.values()]) };
});

function abstractionOf(library: ApparmorPart, profile: NamedProfile, segments: readonly JudgedRow[]): LibraryAbstraction {
  const meaningAt = new Map<string, Meaning>();
  const inBlock = new Set<Meaning>();
  for (const { file, start, around, row, meaning } of segments) {
    for (const [i, one] of meaning.meanings.entries()) {
      meaningAt.set(placeKey(file.uri, start + (row.rules[i]?.start ?? 0)), one);
      if (around) inBlock.add(one);
    }
  }
  const rules = [...effectiveRules(library, profile)];
  const stated = rules.map((effective): StatedByLibrary => {
    const { item, rule } = effective;
    const meaning = meaningAt.get(placeKey(item.file.uri, item.start));
    return {
      effective,
      words: ruleWords(item.file.tree.text, rule, item.start),
      claims: meaning && !inBlock.has(meaning) ? meaning.claims : undefined,
      isPrivilege: privileges.has(rule.verb) || (meaning?.dangers.length ?? 0) > 0,
    };
  });
  return {
    name: profile.fullName,
    rules,
    stated,
    denials: stated.flatMap(({ claims }) => (claims?.denies ? [claims] : [])),
    variables: new Set(stated.flatMap(({ words }) => variablesIn(words).map(({ name }) => name)).filter((name) => !builtIn.has(name))),
  };
}

const privileges: ReadonlySet<RuleStatement['verb']> = new Set([
  ...(['all', 'capability', 'change_profile', 'mount', 'remount', 'umount', 'pivot_root', 'ptrace', 'userns', 'io_uring'] as const),
]);

/** What each profile has without a definition. */
const builtIn: ReadonlySet<string> = new Set(['profile_name', 'exec_path', 'attach_path']);

const placeKey = (uri: string, start: number): string => `${start} ${uri}`;
