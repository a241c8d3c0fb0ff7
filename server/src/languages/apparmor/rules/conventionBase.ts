import { type Fix, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import { convention, includesIn, indentOf, leadsTo, lineEnding, nameSpan, ownProfiles, shippedProfiles } from './convention';

const base = 'abstractions/base';

export const conventionBase = convention({
  code: 'apparmor/convention-base',
  title: 'A profile without the base abstraction',
  why: `The convention \`base\` requires \`include <abstractions/base>\` in each profile that is neither a hat nor a child: the C library, locales and signals that nearly every program needs.

An include that reads \`abstractions/base\` itself counts too. Profiles in the mode unconfined are left out. The fix allows more, so only a person chooses it.`,
  sources: [shippedProfiles],
  example: {
    bad: 'profile web {\n  capability chown,\n}\n',
    good: 'profile web {\n  include <abstractions/base>\n\n  capability chown,\n}\n',
    files: { 'abstractions/base': '' },
  },
  *check(part) {
    for (const profile of ownProfiles(part)) {
      const { body, flags } = profile.profile;
      if (!body || flags?.words.some(({ raw }) => raw === 'unconfined')) continue;
      if ([...includesIn(profile)].some(({ statement }) => leadsTo(part, statement, base))) continue;
      yield {
        span: nameSpan(profile),
        message: 'The profile has no `include <abstractions/base>`, as the convention “base” requires.',
        cure: () => [withBase(part, profile)],
      };
    }
  },
});

/** As the first line of the body, before the other includes. */
function withBase(part: ApparmorPart, profile: NamedProfile): Fix | undefined {
  const { body } = profile.profile;
  if (!body) return undefined;
  const { text } = part;
  const open = profile.item.start + body.open.end;
  const rest = /^[^\r\n]*/.exec(text.slice(open))?.[0] ?? '';
  if (!/^[ \t]*(?:#.*)?$/.test(rest)) return undefined;
  const first = body.statements[0]?.statement.kind;
  const ending = lineEnding(part);
  const gap = first === undefined || first === 'rest' || first === 'include' || first === 'abi' ? '' : ending;
  const at = open + rest.length;
  return {
    title: `Add include <${base}>…`,
    edits: [{ span: span(at, at), text: `${ending}${indentOf(text, profile)}include <${base}>${gap}` }],
    safe: false,
    manual: true,
    note: 'The profile then also allows what the base abstraction allows.',
  };
}
