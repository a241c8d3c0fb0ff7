/** What one profile allows that another does not; compared rule by rule in normal form, patterns by what they match. */

import { type Change, type Context, type Target, wordTable } from '../../../core';
import { apparmorDefault, findCapability } from '../../../knowledge';
import type { ApparmorPart } from '../policy/model';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import { spelled } from '../syntax/permissions';
import { isCovered, touches } from './covering';
import { decidedByPattern, ProfileComparison, type Ruleset } from './gained';
import { limitChanges } from './limits';
import { mediationDifference } from './mediationDiff';
import { type NormalRule, normalRules } from './normal';
import { anyFile } from './patterns';

export function diff(before: ApparmorPart, after: ApparmorPart, context: Context): readonly Change[] {
  const changes: Change[] = [];
  const pairs = pair(profilesOf(before), profilesOf(after));
  // The runtime's default is one profile; what a file contains beside the one that is compared with it is no difference from it.
  const othersCount = !(isDefault(before) || isDefault(after)) || !pairs.some(([old, next]) => old && next);
  for (const [old, next] of pairs) {
    if (old && next) changes.push(...compareProfiles(before, old, after, next, context));
    else if (othersCount) changes.push(onlyOne(old, next));
  }
  return changes.sort(
    (a, b) => rank(a) - rank(b) || (b.weight ?? 0) - (a.weight ?? 0) || compare(a.subject, b.subject) || compare(a.before, b.before),
  );
}

/** What is in no file, but was written from the tables. */
const isDefault = ({ uri }: ApparmorPart): boolean => uri === '';

const rank = (change: Change) => ['loosened', 'altered', 'tightened'].indexOf(change.direction);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

type Pair = readonly [NamedProfile | undefined, NamedProfile | undefined];

/** Profiles of one name belong together; a file with a single profile is compared with the other's first. */
function pair(before: readonly NamedProfile[], after: readonly NamedProfile[]): readonly Pair[] {
  const names = new Set(before.map((profile) => profile.fullName));
  const common = after.some((profile) => names.has(profile.fullName));
  const first = (profiles: readonly NamedProfile[]) => profiles.find((profile) => !profile.fullName.includes('//'));
  if (
    !common &&
    (before.filter((one) => !one.fullName.includes('//')).length === 1 || after.filter((one) => !one.fullName.includes('//')).length === 1)
  ) {
    const [a, b] = [first(before), first(after)];
    if (a && b)
      return [
        [a, b],
        ...before.filter((one) => one !== a).map((one): Pair => [one, undefined]),
        ...after.filter((one) => one !== b).map((one): Pair => [undefined, one]),
      ];
  }
  const byName = new Map(after.map((profile) => [profile.fullName, profile]));
  return [
    ...before.map((profile): Pair => [profile, byName.get(profile.fullName)]),
    ...after.filter((profile) => !names.has(profile.fullName)).map((profile): Pair => [undefined, profile]),
  ];
}

function onlyOne(before: NamedProfile | undefined, after: NamedProfile | undefined): Change {
  const profile = (before ?? after) as NamedProfile;
  const span = {
    start: profile.item.start + profile.profile.span.start,
    end: profile.item.start + (profile.profile.name?.span.end ?? profile.profile.span.end),
  };
  return {
    direction: 'altered',
    subject: `profile ${profile.fullName}`,
    before: before ? 'defined' : 'not defined',
    after: after ? 'defined' : 'not defined',
    ...(before ? { baselineSpan: span } : { span }),
  };
}

/** What `next` allows that `old` does not, and the other way round; in no particular order. */
export function compareProfiles(
  before: ApparmorPart,
  old: NamedProfile,
  after: ApparmorPart,
  next: NamedProfile,
  context: Context,
): Change[] {
  const mediation = mediationDifference(before, after, context);
  const a = normalRules(before, old).filter((rule) => !mediation.isIdle(rule));
  const b = normalRules(after, next).filter((rule) => !mediation.isIdle(rule));
  const group = next.fullName === old.fullName ? next.fullName : undefined;
  const changes = [
    ...modeChange(old, next),
    ...mediation.changes,
    ...limitChanges(a, b),
    ...gained(a, b, 'loosened'),
    ...gained(b, a, 'tightened'),
  ];
  return group === undefined ? changes : changes.map((change) => ({ ...change, group }));
}

/** How little a mode enforces. */
const modeRank: Readonly<Record<string, number>> = wordTable({
  kill: 0,
  enforce: 1,
  prompt: 2,
  complain: 3,
  default_allow: 3,
  unconfined: 4,
});

function modeChange(old: NamedProfile, next: NamedProfile): Change[] {
  const modeOf = ({ profile }: NamedProfile) => profile.flags?.words.find((word) => Object.hasOwn(modeRank, word.raw))?.raw ?? 'enforce';
  const [before, after] = [modeOf(old), modeOf(next)];
  if (before === after) return [];
  const difference = (modeRank[after] as number) - (modeRank[before] as number);
  const direction = difference > 0 ? 'loosened' : difference < 0 ? 'tightened' : 'altered';
  return [
    {
      direction,
      subject: 'mode',
      before,
      after,
      weight: 100,
      risk: difference !== 0 ? 'In complain, default_allow and unconfined mode what no rule allows is allowed.' : '',
    },
  ];
}

/**
 * What `there` has and `here` does not: allowed and not denied, or no longer denied though allowed. `direction` is seen
 * from the first file of the comparison.
 */
function gained(here: readonly NormalRule[], there: readonly NormalRule[], direction: 'loosened' | 'tightened'): Change[] {
  const found = new Map<string, { rule: NormalRule; letters: string[]; denied: boolean; otherwise: boolean }>();
  const add = (rule: NormalRule, denied: boolean, otherwise = false) => {
    const key = `${denied} ${rule.kind} ${rule.resource} ${rule.exec ?? ''} ${rule.owner ?? ''}`;
    const known = found.get(key);
    if (known) {
      if (!known.letters.includes(rule.permission)) known.letters.push(rule.permission);
    } else found.set(key, { rule, letters: [rule.permission], denied, otherwise });
  };
  const [own, other] = [rulesetOf(here), rulesetOf(there)];
  const comparison = new ProfileComparison(own, other);
  for (const rule of other.allow) {
    if (decidedByPattern(rule)) {
      if (comparison.isGained(rule)) add(rule, false);
      // Executed there and here, but under another profile.
      else if (rule.exec && !isTaken(other.deny, rule) && !isTaken(own.deny, rule) && !isCovered(own.allow, rule, true))
        add(rule, false, true);
      continue;
    }
    if (isTaken(other.deny, rule)) continue;
    if (!isCovered(own.allow, rule, true)) add(rule, false);
    // Denied on both sides, and only there allowed again with a higher priority.
    else if (isCovered(own.deny, rule, false) && isCovered(other.deny, rule, false)) {
      const allowing = own.allow.filter(({ priority }) => own.deny.every((deny) => priority > deny.priority));
      if (!isCovered(allowing, rule, false)) add(rule, false);
    }
  }
  for (const rule of own.deny) {
    if (decidedByPattern(rule)) {
      if (comparison.isReleased(rule)) add(rule, true);
      continue;
    }
    if (isCovered(other.deny, rule, false)) continue;
    const over = own.allow.filter(({ priority }) => priority > rule.priority);
    if (!isCovered(over, rule, false) && other.allow.some((allow) => touches(allow, rule))) add(rule, true);
  }
  return [...found.values()].map(({ rule, letters, denied, otherwise }) => {
    const change = changeOf(rule, letters, denied, direction);
    return otherwise ? { ...change, direction: 'altered' } : change;
  });
}

function rulesetOf(rules: readonly NormalRule[]): Ruleset {
  const of = (mode: NormalRule['mode']) => rules.filter((rule) => rule.mode === mode && rule.kind !== 'rlimit');
  return { allow: of('allow'), deny: of('deny') };
}

/** Whether rules that deny take all of the rule back: those of a lower priority do not. */
function isTaken(denying: readonly NormalRule[], rule: NormalRule): boolean {
  const lower = denying.some(({ priority }) => priority < rule.priority);
  return isCovered(lower ? denying.filter(({ priority }) => priority >= rule.priority) : denying, rule, false);
}

function changeOf(rule: NormalRule, letters: readonly string[], denied: boolean, direction: 'loosened' | 'tightened'): Change {
  const permission = [
    letters.filter((letter) => letter !== 'x').join(rule.kind === 'file' ? '' : ' '),
    letters.includes('x') ? spelled(rule.exec ?? 'x') : '',
  ]
    .filter(Boolean)
    .join(rule.kind === 'file' ? '' : ' ');
  const subject = [rule.owner, subjectOf(rule), permission].filter(Boolean).join(' ');
  // Of a denial, the side without it is the looser one.
  const [absent, present] = denied ? ['not denied', 'denied'] : ['not allowed', 'allowed'];
  const loosened = direction === 'loosened';
  const inAfter = denied ? !loosened : loosened;
  const risk = riskOf(rule, denied);
  return {
    direction,
    subject,
    before: inAfter ? absent : present,
    after: inAfter ? present : absent,
    weight: risk ? (denied ? 60 : 40) : 10,
    ...(risk && { risk }),
    ...(inAfter ? { span: rule.span } : { baselineSpan: rule.span }),
  };
}

function subjectOf(rule: NormalRule): string {
  switch (rule.kind) {
    case 'file':
      return rule.resource === anyFile ? 'every file' : rule.resource;
    case 'capability':
      return rule.resource === '*' ? 'every capability' : `capability ${rule.resource}`;
    case 'network':
      return rule.resource === '' ? 'every kind of socket' : `network ${rule.resource}`;
    case 'include':
      return `include <${rule.resource}>`;
    default:
      return rule.resource;
  }
}

/** Why it deserves a second look: the capability's own story, the default's reason, or what execution means. */
function riskOf(rule: NormalRule, denied: boolean): string | undefined {
  if (rule.kind === 'capability' && !denied) {
    const capability = findCapability(rule.resource);
    return capability && (capability.risk === 'high' || capability.risk === 'critical') ? capability.why : undefined;
  }
  if (denied) return defaultReason(rule);
  if (rule.exec && /^[PpCc]?[Uu]x/.test(rule.exec)) return 'The program can run without any profile.';
  return rule.resource === 'all' ? 'Nothing is confined but what is denied.' : undefined;
}

const targets: readonly Target[] = ['docker', 'containerd', 'cri-o', 'podman'];

function defaultReason(rule: NormalRule): string | undefined {
  for (const target of targets) {
    const known = apparmorDefault(target).rules.find((one) => one.rule === rule.text);
    if (known) return known.why;
  }
  return undefined;
}
