/** The ways to run a program: under this same profile, a profile of its own, a child, a named profile, or none. */

import { type AlternativeKind, code } from '../../../core';
import { step } from '../policy/additions';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import { childName, childText, execMode, withReading } from './execution';
import { pathWord } from './generalise';
import { canCreate, newProfileText } from './newProfile';
import { added, type ExecRequest, noteOn, type Option } from './option';
import { ruleText } from './ruleText';
import type { Wish } from './wishes';

export function inheritOption(one: Wish, request: ExecRequest): Option {
  const rule = ruleText({ ...request, permissions: withReading(request.permissions, 'ix') }, one.subject.scope, 'ix');
  return { kind: 'inherit', rule, ...noteOn(rule, 'ix', one), ...added(request, rule) };
}

function fallbackOption({ subject }: Wish, request: ExecRequest): Option {
  const rule = ruleText({ ...request, permissions: withReading(request.permissions, 'ix') }, subject.scope, 'Pix');
  return {
    kind: 'fallback',
    rule,
    note: 'A profile that attaches to the program confines it; without one it runs under this same profile.',
    ...added(request, rule),
  };
}

/** A profile that rules lead to by its name, whatever the path of the program; a new one where the file has none of this name. */
function namedOption(part: ApparmorPart, { subject }: Wish, request: ExecRequest): readonly Option[] {
  const name = childName(request.path);
  if (!subject.profile || name === subject.name || !canCreate(name)) return [];
  const rule = `${ruleText(request, subject.scope, 'Px').replace(/,$/, '')} -> ${name},`;
  const isThere = profilesOf(part).some(({ fullName, item }) => fullName === name && !item.site);
  const text = { verb: 'file', text: `${pathWord(request.path, subject.scope)} mr,` } as const;
  return [
    {
      kind: 'named',
      rule,
      note: isThere
        ? `The profile ${code(name)} of this file confines the program.`
        : `The program gets a new profile ${code(name)} in this file, which allows little at first and which other profiles can lead to as well.`,
      ...added(request, rule),
      ...(!isThere && { profile: newProfileText({ name, flags: [], additions: [text] }, false) }),
    },
  ];
}

export function childOption(part: ApparmorPart, one: Wish, path: string): Option {
  const { subject, request } = one;
  const name = childName(path);
  const rule = `${ruleText(request, subject.scope, 'Cx').replace(/,$/, '')} -> ${name},`;
  return {
    kind: 'child',
    rule,
    note: `The program gets a child profile ${code(name)} of its own, which allows little at first.`,
    additions: [
      { verb: 'file', text: rule },
      { verb: 'profile', text: childText(name, path, subject, step(part.text)) },
    ],
  };
}

/** Other ways to run a program. */
export function otherExecutions(part: ApparmorPart, one: Wish): readonly Option[] {
  const { subject, request } = one;
  if (request.kind !== 'file' || !request.permissions.includes('x')) return [];
  const under = (kind: AlternativeKind, exec: string, note: string): Option => {
    const rule = ruleText(request, subject.scope, exec);
    return { kind, rule, note, ...added(request, rule) };
  };
  const own = execMode(part, subject, request.path) !== 'ix';
  return [
    ...(own ? [] : [under('profile', 'Px', 'The program needs a profile that attaches to it: without one it does not start.')]),
    ...(own ? [] : [fallbackOption(one, request)]),
    ...namedOption(part, one, request),
    under('unconfined', 'Ux', 'The program runs without a profile: nothing of what it does is restricted.'),
  ];
}
