import { type Fix, type Rule, type Span, shift, span } from '../../../core';
import { type ApparmorPart, policyOf } from '../policy/model';
import { expand } from '../policy/variables';
import { globError, matches, squeezeSlashes } from '../syntax/glob';
import type { ProfileStatement, Word } from '../syntax/tree';
import { manual } from './refusal';

/** Programs of unlike kinds: a pattern that takes them all takes every program. */
const anyPrograms = ['/usr/bin/env', '/usr/sbin/init', '/opt/x/y', '/home/x/y'];

export const attachesToEverything: Rule<ApparmorPart> = {
  code: 'apparmor/attaches-to-everything',
  title: 'The profile attaches to every program',
  category: 'security',
  severity: 'warning',
  why: `A profile whose attachment matches every path confines each program that has no closer one, from the shell to the service manager, as soon as it is loaded.

What the profile does not allow fails all over the system, logging in included. A container runtime puts containers under a profile by its name, so such a profile needs no attachment; others name the program.`,
  sources: [manual],
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web /** {\n  /srv/web/** r,\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web /usr/bin/web {\n  /srv/web/** r,\n}\n',
    fixDiffers: 'The fix takes the attachment away, because it cannot know which program the profile is for.',
  },
  *check(part) {
    for (const { start, statement } of part.tree.statements) {
      if (statement.kind !== 'profile' || letsAll(statement)) continue;
      const attachment = attachmentOf(statement);
      const expanded = attachment && expand(attachment.raw, policyOf(part).environment).glob;
      if (!attachment || expanded === undefined || globError(expanded)) continue;
      const glob = squeezeSlashes(expanded);
      if (!anyPrograms.every((program) => matches(glob, program))) continue;
      const place = shift(attachment.span, start);
      yield {
        span: place,
        message: `${attachment.raw} matches every program, so all that have no profile of their own run under this one.`,
        // Without an attachment the name would be one.
        ...(statement.attachment && { cure: () => [attachToNothing(part, place)] }),
      };
    }
  },
};

function attachToNothing({ text }: ApparmorPart, { start, end }: Span): Fix {
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const note = 'The profile then applies only where a runtime or another profile names it.';
  return { title: 'Attach to no program…', edits: [{ span: span(start - before, end), text: '' }], safe: false, note };
}

const attachmentOf = ({ attachment, name }: ProfileStatement): Word | undefined =>
  attachment ?? (name && /^"?\//.test(name.raw) ? name : undefined);

/** In these modes nothing fails for want of a rule. */
const letsAll = ({ flags }: ProfileStatement): boolean =>
  flags?.words.some(({ raw }) => raw === 'unconfined' || raw === 'default_allow' || raw === 'complain') === true;
