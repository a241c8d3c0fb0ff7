/** Which profile leads to which: execution and change_profile, as a call hierarchy. */

import { type Call, type Context, type Fact, memoLast, type Span, shift } from '../../../core';
import { type EffectiveRule, effectiveRules } from '../policy/effectiveRules';
import { type ApparmorPart, policyOf } from '../policy/model';
import { labelNames } from '../policy/names';
import { placeOf } from '../policy/origin';
import { type NamedProfile, profilesOf } from '../policy/profiles';
import { expand } from '../policy/variables';
import { globError, headsOf, isExact, matches } from '../syntax/glob';
import { permissionsOf } from '../syntax/permissions';
import type { RuleStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';

/** A profile where it is defined. */
interface End {
  readonly fullName: string;
  /** What it attaches to; absent where nothing starts it. */
  readonly attachment?: string;
  /** Absent: the open file. */
  readonly uri?: string;
  readonly span: Span;
}

interface Transition {
  readonly from: End;
  readonly to: End;
  /** The word of the rule that leads there. */
  readonly span: Span;
}

export const callees = (part: ApparmorPart, name: string, { facts }: Context): readonly Call[] =>
  group(
    transitionsOf(part, facts).filter(({ from }) => from.fullName === name),
    ({ to }) => to,
  );

export const callers = (part: ApparmorPart, name: string, { facts }: Context): readonly Call[] =>
  group(
    transitionsOf(part, facts).filter(({ to }) => to.fullName === name),
    ({ from }) => from,
  );

function group(transitions: readonly Transition[], end: (one: Transition) => End): readonly Call[] {
  const calls = new Map<End, Span[]>();
  for (const one of transitions) {
    const spans = calls.get(end(one));
    if (spans) spans.push(one.span);
    else calls.set(end(one), [one.span]);
  }
  return [...calls].map(([{ fullName, uri, span }, from]) => ({ name: fullName, ...(uri !== undefined && { uri }), span, from }));
}

/** The transitions that rules of the open file allow, to profiles within reach or elsewhere in the workspace. */
const transitionsOf = memoLast((part: ApparmorPart, facts: readonly Fact[]): readonly Transition[] => [...gather(part, facts)]);

/** Profiles of the file first, then those of the workspace under other names. */
function endsOf(part: ApparmorPart, facts: readonly Fact[]): readonly End[] {
  const { environment } = policyOf(part);
  const own = profilesOf(part).map((one): End => {
    const { fullName, profile, item } = one;
    const attachment = attachmentOf(part, one);
    const uri = item.file === part.root ? undefined : item.file.uri;
    const span = shift(profile.name?.span ?? profile.span, item.start);
    return { fullName, ...(attachment !== undefined && { attachment }), ...(uri !== undefined && { uri }), span };
  });
  const names = new Set(own.map(({ fullName }) => fullName));
  const others = facts.flatMap(({ kind, name, detail = name.startsWith('/') ? name : undefined, uri, span }): End[] => {
    if (kind !== 'apparmor-profile' || names.has(name)) return [];
    const attachment = detail === undefined ? undefined : expand(detail, environment).glob;
    return [{ fullName: name, ...(attachment !== undefined && !globError(attachment) && { attachment }), uri, span }];
  });
  return [...own, ...others];
}

/** Whether a rule can lead to another profile. */
function mayLead({ rule, mode }: EffectiveRule): boolean {
  if (mode === 'deny') return false;
  if (rule.verb !== 'file') return rule.verb === 'change_profile';
  const transition = rule.permissions && permissionsOf(rule.permissions.raw).exec?.transition;
  return transition === 'profile' || transition === 'child';
}

function* gather(part: ApparmorPart, facts: readonly Fact[]): Generator<Transition> {
  const ends = endsOf(part, facts);
  const own = new Map(ends.map((end) => [end.fullName, end]));
  for (const profile of profilesOf(part)) {
    const from = own.get(profile.fullName);
    if (!from || profile.item.site) continue;
    for (const effective of effectiveRules(part, profile)) {
      if (!mayLead(effective)) continue;
      for (const { to, span } of targets(part, effective.rule, from, ends)) yield { from, to, span: placeOf(effective.item, span) };
    }
  }
}

function* targets(part: ApparmorPart, rule: RuleStatement, from: End, all: readonly End[]): Generator<Pick<Transition, 'to' | 'span'>> {
  if (rule.verb === 'change_profile') {
    if (!rule.target) return;
    const glob = wordValue(rule.target.raw);
    for (const to of all)
      if (to.fullName === glob || (!globError(glob) && matches(glob, to.fullName))) yield { to, span: rule.target.span };
    return;
  }
  if (rule.verb !== 'file' || !rule.permissions || !rule.path) return;
  const exec = permissionsOf(rule.permissions.raw).exec;
  if (!exec || (exec.transition !== 'profile' && exec.transition !== 'child')) return;
  const isChild = exec.transition === 'child';
  if (rule.target) {
    const named = labelNames(rule.target, isChild ? from.fullName : undefined).filter(({ parent }) => !parent);
    const names = new Set(named.map(({ name }) => name));
    for (const to of all) if (names.has(to.fullName)) yield { to, span: rule.target.span };
    return;
  }
  // Without a name the kernel takes the profile that is attached to the program.
  const path = expand(rule.path.raw, policyOf(part).environment).glob;
  if (path === undefined || !isExact(path) || globError(path)) return;
  const program = path.replace(/\{([^{},]*),[^{}]*\}/g, '$1');
  for (const to of all) {
    const sibling = isChild ? to.fullName.startsWith(`${from.fullName}//`) : !to.fullName.includes('//');
    if (sibling && to.attachment !== undefined && takes(to.attachment, program)) yield { to, span: rule.permissions.span };
  }
}

/** The pattern of the programs that a profile is attached to. */
export function attachmentOf(part: ApparmorPart, { profile }: NamedProfile): string | undefined {
  const word = profile.attachment ?? (profile.name && /^"?\//.test(profile.name.raw) ? profile.name : undefined);
  const glob = word && expand(word.raw, policyOf(part).environment).glob;
  return glob === undefined || globError(glob) ? undefined : glob;
}

export function attaches(part: ApparmorPart, profile: NamedProfile, program: string): boolean {
  const glob = attachmentOf(part, profile);
  return glob !== undefined && takes(glob, program);
}

/** Whether a pattern takes a path; nearly all that do not differ where it begins. */
const takes = (glob: string, path: string): boolean => headsOf(glob).some((head) => path.startsWith(head)) && matches(glob, path);
