import { type Fix, type Rule, type Span, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { statementsOf } from './present';
import { manual } from './refusal';

export const keepsEnvironment: Rule<ApparmorPart> = {
  code: 'apparmor/keeps-environment',
  title: 'The caller chooses the environment of a more trusted program',
  category: 'security',
  severity: 'hint',
  reads: statementsOf('trusting'),
  steady: true,
  why: `With a lower-case \`px\` or \`cx\` the program gets the whole environment of its caller, \`LD_PRELOAD\` and \`LD_LIBRARY_PATH\` included, so the caller decides which code runs under the other profile.

\`Px\` and \`Cx\` have the dynamic linker drop such variables, as it does for set-user-ID programs. It matters where the other profile allows more than the caller's.`,
  sources: [manual],
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web {\n  /usr/bin/logger px,\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web {\n  /usr/bin/logger Px,\n}\n',
  },
  *check(part) {
    // Running unconfined is worse, and said by a rule of its own.
    for (const { start, name } of digestOf(part.tree).trusting) {
      const place = span(start, start + name.length);
      yield {
        span: place,
        message: `${name} passes LD_PRELOAD and its like on, so the caller chooses code that runs under the other profile.`,
        cure: () => [scrubbed(part, place)],
      };
    }
  },
};

/** The same mode with a clean environment: the upper-case letter. */
function scrubbed({ text }: ApparmorPart, place: Span): Fix {
  const mode = text.slice(place.start, place.end);
  const upper = mode.charAt(0).toUpperCase() + mode.slice(1);
  return {
    title: `Write ${upper} instead of ${mode}…`,
    edits: [{ span: place, text: upper }],
    safe: false,
    note: 'Programs that depend on LD_PRELOAD, LD_LIBRARY_PATH or the like no longer get them; other rules for the same path must say the same.',
  };
}
