import { type Rule, shift, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { statementsOf } from './present';
import { parserSource, remove } from './refusal';

export const ignoredTarget: Rule<ApparmorPart> = {
  code: 'apparmor/ignored-target',
  title: 'The target after -> is ignored',
  category: 'correctness',
  severity: 'warning',
  reads: statementsOf('idleArrows'),
  steady: true,
  why: `What follows \`->\` is the profile of an execution or the target of a link; on a rule whose permissions have neither apparmor_parser ignores it.

Most often the way to execute is missing from the permissions: \`rPx -> worker\` instead of \`r -> worker\`.`,
  sources: [parserSource('parser_yacc.y')],
  example: {
    bad: 'profile web {\n  /usr/bin/worker r -> worker,\n}\n',
    good: 'profile web {\n  /usr/bin/worker r,\n}\n',
  },
  *check(part) {
    for (const { statement, start } of digestOf(part.tree).idleArrows) {
      if (!statement.target) continue;
      const place = shift(statement.target.span, start);
      yield {
        span: place,
        message: `The permissions${statement.permissions ? ` ${statement.permissions.raw}` : ''} contain neither an execution nor a link, so apparmor_parser ignores -> ${statement.target.raw}.`,
        cure: () => {
          const before = /\s*->\s*$/.exec(part.text.slice(0, place.start))?.[0].length ?? 0;
          return [remove(span(place.start - before, place.end), 'Remove the arrow')];
        },
      };
    }
  },
};
