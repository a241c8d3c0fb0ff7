/** Which profile leads to which: execution and change_profile, as a call hierarchy. */

import { type Call, type Span, shift } from '../../core';
import { globError, isExact, matches } from './glob';
import { type ApparmorPart, policyOf } from './model';
import { labelNames, nameAt } from './names';
import { permissionsOf } from './permissions';
import { type NamedProfile, profileAt, profilesOf } from './profiles';
import { type Rule, walk } from './tree';
import { expand } from './variables';
import { wordValue } from './words';

interface Transition {
  readonly from: NamedProfile;
  readonly to: NamedProfile;
  /** The word of the rule that leads there. */
  readonly span: Span;
}

export const callees = (part: ApparmorPart, offset: number): readonly Call[] => {
  const name = profileName(part, offset);
  return group(
    transitionsOf(part).filter(({ from }) => from.fullName === name),
    ({ to }) => to,
    part,
  );
};

export const callers = (part: ApparmorPart, offset: number): readonly Call[] => {
  const name = profileName(part, offset);
  return group(
    transitionsOf(part).filter(({ to }) => to.fullName === name),
    ({ from }) => from,
    part,
  );
};

function profileName(part: ApparmorPart, offset: number): string | undefined {
  const name = nameAt(part, offset);
  return name?.kind === 'profile' ? name.name : undefined;
}

function group(transitions: readonly Transition[], end: (one: Transition) => NamedProfile, part: ApparmorPart): readonly Call[] {
  const calls = new Map<NamedProfile, Span[]>();
  for (const one of transitions) calls.set(end(one), [...(calls.get(end(one)) ?? []), one.span]);
  return [...calls].map(([profile, from]) => ({
    name: profile.fullName,
    ...(profile.item.file !== part.root && { uri: profile.item.file.uri }),
    span: shift(profile.profile.name?.span ?? profile.profile.span, profile.item.start),
    from,
  }));
}

const known = new WeakMap<ApparmorPart, readonly Transition[]>();

/** The transitions that rules of the open file allow, to profiles within reach. */
function transitionsOf(part: ApparmorPart): readonly Transition[] {
  let found = known.get(part);
  if (!found) {
    found = [...gather(part)];
    known.set(part, found);
  }
  return found;
}

function* gather(part: ApparmorPart): Generator<Transition> {
  for (const { statement, start } of walk(part.tree.statements)) {
    if (statement.kind !== 'rule' || statement.qualifiers.mode?.value === 'deny') continue;
    const from = profileAt(part, start + statement.span.start);
    if (!from) continue;
    for (const { to, span } of targets(part, statement, from)) yield { from, to, span: shift(span, start) };
  }
}

function* targets(part: ApparmorPart, rule: Rule, from: NamedProfile): Generator<{ readonly to: NamedProfile; readonly span: Span }> {
  const all = profilesOf(part);
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
    const names = new Set(labelNames(rule.target, isChild ? from.fullName : undefined).map(({ name }) => name));
    for (const to of all) if (names.has(to.fullName)) yield { to, span: rule.target.span };
    return;
  }
  // Without a name the kernel takes the profile that is attached to the program.
  const path = expand(rule.path.raw, policyOf(part).environment).glob;
  if (path === undefined || !isExact(path) || globError(path)) return;
  const program = path.replace(/\{([^{},]*),[^{}]*\}/g, '$1');
  for (const to of all) {
    const sibling = isChild ? to.fullName.startsWith(`${from.fullName}//`) : !to.fullName.includes('//');
    if (sibling && attaches(part, to, program)) yield { to, span: rule.permissions.span };
  }
}

export function attaches(part: ApparmorPart, { profile }: NamedProfile, program: string): boolean {
  const word = profile.attachment ?? (profile.name && /^"?\//.test(profile.name.raw) ? profile.name : undefined);
  const glob = word && expand(word.raw, policyOf(part).environment).glob;
  return glob !== undefined && !globError(glob) && matches(glob, program);
}
