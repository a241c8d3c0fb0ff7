import { type Fix, type Rule, type Span, shift } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { statementsOf } from './present';
import { manual } from './refusal';

export const writeAndExecute: Rule<ApparmorPart> = {
  code: 'apparmor/write-and-execute',
  title: 'The same files can be written and executed',
  category: 'security',
  severity: 'information',
  reads: statementsOf('writableExecs'),
  steady: true,
  why: `A rule that allows writing and executing the same path lets an attacker who takes over the process run their own program.

Keep apart what a program writes and what it executes: data folders without \`x\`, program folders without \`w\`. Where a tool must run what it has built, give the result a profile of its own with \`Px\` or \`Cx\` instead of \`ix\`.`,
  sources: [manual],
  example: {
    bad: 'abi <abi/4.0>,\n\nprofile web {\n  /var/lib/web/** rwix,\n}\n',
    good: 'abi <abi/4.0>,\n\nprofile web {\n  /var/lib/web/data/** rw,\n  /var/lib/web/bin/* rix,\n}\n',
    fixDiffers: 'The fix takes write access away, because it cannot know which files are data and which are programs.',
  },
  *check(part) {
    for (const { start, statement } of digestOf(part.tree).writableExecs) {
      const { permissions, path } = statement;
      if (!permissions || !path) continue;
      const place = shift(permissions.span, start);
      yield {
        span: place,
        message: `${path.raw} can be written and executed, so an intruder can add a program and run it.`,
        cure: () => [withoutWriting(part, place)],
      };
    }
  },
};

function withoutWriting(part: ApparmorPart, place: Span): Fix {
  const text = part.text.slice(place.start, place.end).replace(/[wa]/gi, '');
  const note = 'Where the program writes there, it fails until a rule for the folder with its data allows it.';
  return { title: `Allow only ${text}…`, edits: [{ span: place, text }], safe: false, note };
}
