/** What a profile decides otherwise today: offered, and changed only where it is chosen. */

import { code, shift } from '../../../core';
import type { Request } from '../meaning/requests';
import { step } from '../policy/additions';
import { type EffectiveRule, textOf } from '../policy/effectiveRules';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import { permissionsOf } from '../syntax/permissions';
import type { FileRule } from '../syntax/tree';
import { childName, childText, withReading } from './execution';
import { nameWord } from './generalise';
import type { Option } from './option';
import { profileOfProgram } from './profileFor';
import { ruleText } from './ruleText';
import type { Subject } from './subject';
import { verbOf } from './wishes';

/** A rule that wins over the `deny` rule that decides. */
export function overDeny(subject: Subject, request: Request, denying: EffectiveRule): Option | undefined {
  if (request.kind === 'flag' || denying.priority >= 1000) return undefined;
  const asked = request.kind === 'file' ? { ...request, permissions: withReading(request.permissions, 'ix') } : request;
  const rule = `priority=${denying.priority + 1} ${ruleText(asked, subject.scope)}`;
  return {
    kind: 'priority',
    rule,
    note: `It wins over ${code(textOf(denying))}, which still denies the rest. Priorities need AppArmor 4.1.`,
    additions: [{ verb: verbOf(request), text: rule }],
  };
}

/** Under no_new_privs a process may add a profile to its own. */
export function stacked(part: ApparmorPart, subject: Subject, live: EffectiveRule, path: string): Option | undefined {
  const { rule, item } = live;
  if (rule.verb !== 'file' || !rule.permissions || item.file !== part.root) return undefined;
  const transition = permissionsOf(rule.permissions.raw).exec?.transition;
  if (transition !== 'profile' && transition !== 'child') return undefined;
  const name = rule.target?.raw ?? nameOf(part, subject, path);
  if (name === undefined || name.startsWith('&') || name.startsWith('"')) return undefined;
  const at = rule.target ? rule.target.span : { start: rule.permissions.span.end, end: rule.permissions.span.end };
  const text = rule.target ? `&${name}` : ` -> &${name}`;
  return {
    kind: 'stack',
    rule: `${textOf(live).replace(/\s*->.*$/, '')} -> &${name},`,
    note: 'Both profiles then confine the program: it may do what both allow.',
    additions: [],
    edit: { span: shift(at, item.start), text },
  };
}

function nameOf(part: ApparmorPart, { profile }: Subject, path: string): string | undefined {
  const own = profileOfProgram(part, profile, path)?.fullName.split('//').at(-1);
  return own === undefined ? undefined : nameWord(own);
}

/** The child that a rule leads to and that is not there. */
export function missingChild(part: ApparmorPart, subject: Subject, { rule }: EffectiveRule, path: string): Option | undefined {
  const { profile } = subject;
  if (!profile || !isChildRule(rule) || profile.fullName.includes('//')) return undefined;
  const name = rule.target?.raw ?? childName(path);
  if (!/^[\w.@+-]+$/.test(name) || profilesOf(part).some(({ fullName }) => fullName === `${profile.fullName}//${name}`)) return undefined;
  const [head = ''] = childText(name, path, subject, '').split('\n');
  return {
    kind: 'child',
    rule: `${head.replace(/ \{$/, '')} { … }`,
    note: 'It allows little at first: complete it by the next log.',
    additions: [{ verb: 'profile', text: childText(name, path, subject, step(part.text)) }],
  };
}

/** The hat that a program changes to and that is not there. */
export function missingHat(part: ApparmorPart, { profile }: Subject, name: string): Option | undefined {
  if (!profile || profile.fullName.includes('//') || !/^[\w.@+-]+$/.test(name)) return undefined;
  if (profilesOf(part).some(({ fullName }) => fullName === `${profile.fullName}//${name}`)) return undefined;
  const text = [`hat ${name} {`, `${step(part.text)}include <abstractions/base>`, '}'].join('\n');
  return {
    kind: 'child',
    rule: `hat ${name} { … }`,
    note: 'It allows little at first: complete it by the next log.',
    additions: [{ verb: 'profile', text }],
  };
}

export const isChildRule = (rule: EffectiveRule['rule']): rule is FileRule =>
  rule.verb === 'file' && rule.permissions !== undefined && permissionsOf(rule.permissions.raw).exec?.transition === 'child';
