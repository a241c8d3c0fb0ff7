/** Rules that other profiles of the workspace repeat and that one abstraction allows, which the profile could include in their place. */

import { type Fact, memoPair, type Span, shift, Work, workLimits } from '../../../core';
import { builtInsOf } from '../policy/builtIns';
import { type Claims, coveredBy, deniedBy, type JudgedRow } from '../policy/checks';
import { isPartial } from '../policy/directives';
import { effectiveRules } from '../policy/effectiveRules';
import { type ApparmorPart, policyOf } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import { repeatedElsewhere, ruleWords } from '../policy/statedRules';
import { expand } from '../policy/variables';
import { HeadIndex } from '../syntax/glob';
import type { RuleStatement } from '../syntax/tree';
import { runsOtherwise } from './execConflicts';
import { type LibraryAbstraction, libraryIndexOf, type WideRule } from './libraryIndex';

/** An abstraction in place of some rules. */
export interface Replaceable {
  readonly profile: NamedProfile;
  /** `abstractions/fonts`. */
  readonly abstraction: string;
  readonly rules: readonly { readonly span: Span; readonly words: string }[];
  /** How many profiles of other names have the rule of these that the fewest have. */
  readonly repeatedBy: number;
  /** What the abstraction also allows, and what it denies, as it is written there. */
  readonly opens: readonly string[];
  readonly denies: readonly string[];
}

export interface Replacements {
  readonly found: readonly Replaceable[];
  /** Steps of the comparison: they follow from the rules of the file that others repeat, not from the size of the library. */
  readonly compared: number;
}

/** So many other profiles have a rule before it counts as repeated. */
const fewestOthers = 2;
/** So many repeated rules an abstraction must replace that no other file of the library has: then it is about what they are about. */
const fewestRules = 2;
/** So many rules it may open for each that it replaces. */
const mostOpened = 10;

export const replaceableIn = memoPair((part: ApparmorPart, facts: readonly Fact[]): Replacements => {
  const work = new Work(workLimits.comparedPatterns);
  const { library } = part;
  const found = library
    ? profilesOf(part).flatMap((profile) => (profile.item.site ? [] : [...replacements(part, library.part, profile, facts, work)]))
    : [];
  return { found, compared: work.spent };
});

interface OwnRule {
  readonly span: Span;
  readonly words: string;
  readonly claims: Claims | undefined;
}

/** A rule that other profiles have. */
interface RepeatedRule extends OwnRule {
  readonly others: number;
  /** In one file of the library only. */
  readonly isTelling: boolean;
}

type Group = readonly [LibraryAbstraction, readonly RepeatedRule[]];

function* replacements(
  part: ApparmorPart,
  library: ApparmorPart,
  profile: NamedProfile,
  facts: readonly Fact[],
  work: Work,
): Generator<Replaceable> {
  const others = repeatedElsewhere(facts, profile.fullName);
  const own = ownRules(part, profile);
  const repeated = own.filter(({ words }) => others(words) >= fewestOthers);
  if (repeated.length < fewestRules) return;
  const byAbstraction = new Map<LibraryAbstraction, RepeatedRule[]>();
  for (const rule of repeated) {
    const { abstractions, files } = widerRules(rule, library, work);
    for (const abstraction of abstractions) {
      const group = byAbstraction.get(abstraction) ?? [];
      byAbstraction.set(abstraction, group);
      group.push({ ...rule, others: others(rule.words), isTelling: files === 1 });
    }
  }
  const included = includedIn(part, profile);
  let left: readonly Group[] = [...byAbstraction];
  const ownWords = new Set(own.map(({ words }) => words));
  let allowed: HeadIndex<Claims> | undefined;
  for (;;) {
    left = left
      .filter(([{ name }, rules]) => !included.has(name) && rules.filter(({ isTelling }) => isTelling).length >= fewestRules)
      .sort(byShare);
    const [best] = left;
    if (!best) return;
    left = left.slice(1);
    if (!mayInclude(part, library, profile, best[0])) continue;
    allowed ??= new HeadIndex(segmentsOf(part, profile).flatMap(({ meaning }) => meaning.claims.elements));
    const replacement = replaceable(profile, allowed, ownWords, best, work);
    if (!replacement) continue;
    yield replacement;
    const done = new Set(replacement.rules.map(({ span }) => span));
    left = left.map(([one, rules]): Group => [one, rules.filter(({ span }) => !done.has(span))]);
  }
}

/** First the one of whose rules the profile has the largest share. */
const byShare = ([a, some]: Group, [b, more]: Group): number =>
  more.length / b.rules.length - some.length / a.rules.length || a.rules.length - b.rules.length;

/** The profile's own rules that allow something, outside of blocks. */
function ownRules(part: ApparmorPart, profile: NamedProfile): readonly OwnRule[] {
  return segmentsOf(part, profile).flatMap((segment) => {
    if (segment.file !== part.root || segment.site || segment.around) return [];
    const { row, meaning, start: base } = segment;
    return row.rules.flatMap(({ start, statement }, index) => {
      const { mode, audit } = statement.qualifiers;
      const span = shift(statement.span, base + start);
      const comparable = meaning.meanings[index]?.claims !== undefined || byWords.has(statement.verb);
      if (
        !comparable ||
        audit ||
        (mode && mode.value !== 'allow') ||
        statement.problems.length > 0 ||
        isPartial(segment, span.start, part.root)
      )
        return [];
      return [{ span, words: ruleWords(part.text, statement, base + start), claims: meaning.meanings[index]?.claims }];
    });
  });
}

/** Rules of other kinds than files and capabilities that are compared word for word. How programs run is for each profile to say. */
const byWords: ReadonlySet<RuleStatement['verb']> = new Set([...(['network', 'unix', 'dbus', 'signal', 'mqueue', 'link'] as const)]);

const segmentsOf = (part: ApparmorPart, profile: NamedProfile): readonly JudgedRow[] => policyOf(part).bodyOf.get(profile)?.segments ?? [];

/** The abstractions that have the rule word for word, or one that says more, and deny none of it; and in how many files these rules are. */
function widerRules({ words, claims }: OwnRule, library: ApparmorPart, work: Work) {
  const { byWords, byHead } = libraryIndexOf(library);
  const wider = new Set<WideRule>(byWords.get(words));
  for (const wide of claims ? byHead.wider(claims.heads[0] as string) : []) {
    if (!work.spend()) break;
    if (claims && wide.claims && coveredBy.applies(claims, wide.claims, true, work)) wider.add(wide);
  }
  const isDenied = ({ denials }: LibraryAbstraction) =>
    claims !== undefined && denials.some((one) => deniedBy.applies(claims, one, true, work));
  return {
    abstractions: new Set([...wider].flatMap((wide) => wide.abstractions).filter((one) => !isDenied(one))),
    files: new Set([...wider].map(({ uri }) => uri)).size,
  };
}

/** Names as includes write them, of files that they lead to as well. */
const includedIn = (part: ApparmorPart, profile: NamedProfile): ReadonlySet<string> =>
  new Set((policyOf(part).bodyOf.get(profile)?.includes ?? []).flatMap(({ statement }) => statement.file?.path ?? []));

/** Its variables mean the same in the file, and no program runs otherwise by it than by the profile. */
function mayInclude(part: ApparmorPart, library: ApparmorPart, profile: NamedProfile, abstraction: LibraryAbstraction): boolean {
  const { environment } = policyOf(part);
  const valueIn = (one: ApparmorPart, name: string) => expand(`@{${name}}`, policyOf(one).environment).glob;
  for (const name of abstraction.variables) {
    const value = valueIn(part, name);
    if (value === undefined ? !environment.open : value !== valueIn(library, name)) return false;
  }
  const builtIn = builtInsOf(part, profile);
  return !runsOtherwise(abstraction.rules, [...effectiveRules(part, profile)], (raw) => expand(raw, environment, builtIn).glob);
}

/** Undefined where the abstraction opens more, or another kind of thing, than what it replaces is worth. */
function replaceable(
  profile: NamedProfile,
  allowed: HeadIndex<Claims>,
  ownWords: ReadonlySet<string>,
  [{ name, stated }, rules]: Group,
  work: Work,
): Replaceable | undefined {
  const allows = (claims: Claims) => {
    for (const wide of allowed.wider(claims.heads[0] as string))
      if (!work.spend() || coveredBy.applies(claims, wide, true, work)) return true;
    return false;
  };
  const opened = stated.filter(
    ({ effective, words, claims }) => effective.mode !== 'deny' && !ownWords.has(words) && !(claims && allows(claims)),
  );
  const opens = distinct(opened.map(({ words }) => words));
  if (opens.length > mostOpened * rules.length || opened.some(({ isPrivilege }) => isPrivilege)) return undefined;
  return {
    profile,
    abstraction: name,
    rules: rules.map(({ span, words }) => ({ span, words })),
    repeatedBy: Math.min(...rules.map(({ others }) => others)),
    opens,
    denies: distinct(stated.filter(({ effective }) => effective.mode === 'deny').map(({ words }) => words)),
  };
}

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)];
