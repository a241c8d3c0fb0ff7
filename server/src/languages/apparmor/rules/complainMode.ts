import { type Fix, type Rule, shift, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { profilesOf } from '../policy/profiles';
import type { ProfileStatement, Word } from '../syntax/tree';
import { manual } from './refusal';

export const complainMode: Rule<ApparmorPart> = {
  code: 'apparmor/complain-mode',
  title: 'A profile in complain mode',
  category: 'security',
  severity: 'information',
  why: `In complain mode the kernel logs what no rule allows and lets it pass, so the program is not confined.

An explicit \`deny\` is enforced even then, and nothing of it is logged (\`audit deny\` is). It is the mode for writing a profile: when the log stays empty, take the flag out, or switch the loaded profile with \`aa-enforce\`.`,
  sources: [manual, { title: 'aa-complain(8)', url: 'https://manpages.debian.org/unstable/apparmor-utils/aa-complain.8.en.html' }],
  example: {
    bad: 'profile web flags=(complain) {\n  /srv/web/** r,\n}\n',
    good: 'profile web {\n  /srv/web/** r,\n}\n',
  },
  *check(part) {
    for (const { profile, item } of profilesOf(part)) {
      const { flags } = profile;
      const flag = flags?.words.find(({ raw }) => raw === 'complain');
      if (!flags || !flag || item.site) continue;
      yield {
        span: shift(flag.span, item.start),
        message: 'In complain mode only deny rules are enforced; what no rule allows is logged and passes.',
        cure: () => [enforce(part, flags, flag, item.start)],
      };
    }
  },
};

type Flags = NonNullable<ProfileStatement['flags']>;

/** Takes the flag out, with its parentheses where it is the only one. `start` is that of the profile. */
function enforce({ text }: ApparmorPart, flags: Flags, flag: Word, start: number): Fix {
  const place = shift(flag.span, start);
  const whole = shift(flags.span, start);
  const before = /[\s,]*$/.exec(text.slice(0, place.start))?.[0].length ?? 0;
  const after = /^[\s,]*/.exec(text.slice(place.end))?.[0].length ?? 0;
  const gone =
    flags.words.length === 1
      ? span(whole.start, whole.end + (/^[ \t]*/.exec(text.slice(whole.end))?.[0].length ?? 0))
      : flags.words[0] === flag
        ? span(place.start, place.end + after)
        : span(place.start - before, place.end);
  const note = 'What the profile does not allow is denied from then on; look through the log first.';
  return { title: 'Enforce the profile…', edits: [{ span: gone, text: '' }], safe: false, note };
}
