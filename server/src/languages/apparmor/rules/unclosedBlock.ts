import type { Span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { statementAt } from '../syntax/locate';
import { insert, refusal } from './refusal';

export const unclosedBlock = refusal({
  code: 'apparmor/unclosed-block',
  title: 'Unclosed block',
  why: `Every profile, hat, block and branch ends with \`}\`; at the end of the file one is missing.

apparmor_parser reads everything after it as part of the block.`,
  example: { bad: 'profile web {\n  /srv/www/** r,\n', good: 'profile web {\n  /srv/www/** r,\n}\n' },
  message: ({ what }) => `The ${what} that opens here is never closed, so apparmor_parser refuses the file.`,
  fixes: (place, _, part) => {
    const end = part.text.trimEnd().length;
    return [{ ...insert(end, '\n}', 'Close it at the end of the file'), safe: isOnlyBlock(part, place) }];
  },
});

/** Whether the block is a profile with rules alone: with another block inside, the brace may belong before that one. */
function isOnlyBlock({ tree }: ApparmorPart, place: Span): boolean {
  const located = statementAt(tree, place.start);
  if (located?.statement.kind !== 'profile' || located.parents.length > 0) return false;
  return located.statement.bodies.every(({ statements }) => statements.every(({ statement }) => statement.bodies.length === 0));
}
