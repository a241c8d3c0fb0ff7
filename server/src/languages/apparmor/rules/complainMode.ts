import { type Rule, shift } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import { manual } from './refusal';

export const complainMode: Rule<ApparmorPart> = {
  code: 'apparmor/complain-mode',
  title: 'A profile in complain mode',
  category: 'security',
  severity: 'information',
  why: `In complain mode the kernel allows everything and only logs what the profile would have denied, so the program is not confined.

It is the mode for writing a profile; \`deny\` rules are enforced even then. When the log stays empty, take the flag out, or switch the loaded profile with \`aa-enforce\`.`,
  sources: [manual, { title: 'aa-complain(8)', url: 'https://manpages.debian.org/unstable/apparmor-utils/aa-complain.8.en.html' }],
  example: {
    bad: 'profile web flags=(complain) {\n  /srv/web/** r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  *check(part) {
    for (const { profile, item } of profilesOf(part)) {
      const flag = profile.flags?.words.find(({ raw }) => raw === 'complain');
      if (!flag || item.site) continue;
      yield {
        span: shift(flag.span, item.start),
        message: 'In complain mode nothing is denied but what deny rules name; the rest is only logged.',
      };
    }
  },
  fixes(part, finding) {
    const found = profilesOf(part).find(({ profile, item }) =>
      profile.flags?.words.some(({ span }) => item.start + span.start === finding.span.start),
    );
    const { flags } = found?.profile ?? {};
    if (!found || !flags) return [];
    const { text } = part;
    const { start, end } = finding.span;
    const only = flags.words.length === 1;
    const whole = shift(flags.span, found.item.start);
    const before = /[\s,]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
    const after = /^[\s,]*/.exec(text.slice(end))?.[0].length ?? 0;
    const first = flags.words[0]?.raw === 'complain';
    const span = only
      ? { start: whole.start, end: whole.end + (/^[ \t]*/.exec(text.slice(whole.end))?.[0].length ?? 0) }
      : first
        ? { start, end: end + after }
        : { start: start - before, end };
    return [
      {
        title: 'Enforce the profile…',
        edits: [{ span, text: '' }],
        safe: false,
        note: 'What the profile does not allow is denied from then on; look through the log first.',
      },
    ];
  },
};
