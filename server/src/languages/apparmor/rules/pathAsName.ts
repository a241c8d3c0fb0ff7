import { type Rule, shift } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { insert, manual } from './refusal';

export const pathAsName: Rule<ApparmorPart> = {
  code: 'apparmor/path-as-name',
  title: 'A profile that starts with its path',
  category: 'style',
  severity: 'hint',
  why: `A header without the word \`profile\` is the old form, deprecated since AppArmor 3.0.

With the word it means the same. A name beside the path (\`profile web /usr/bin/web {\`) also keeps logs and \`aa-status\` readable when the path moves.`,
  sources: [manual],
  example: { bad: '/usr/bin/web {\n  /srv/web/** r,\n}\n', good: 'profile /usr/bin/web {\n  /srv/web/** r,\n}\n' },
  *check(part) {
    for (const { statement, start } of part.tree.statements) {
      if (statement.kind !== 'profile' || statement.keyword || !statement.name || !/^"?\//.test(statement.name.raw)) continue;
      const place = shift(statement.name.span, start);
      yield {
        span: place,
        message: 'Since AppArmor 3.0 a header without the word profile is deprecated.',
        tags: ['deprecated'],
        cure: () => [insert(place.start, 'profile ', 'Write profile in front')],
      };
    }
  },
};
