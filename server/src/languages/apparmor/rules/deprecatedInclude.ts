import { type Rule, shift } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { digestOf } from '../syntax/digest';
import { statementsOf } from './present';
import { manual, replace } from './refusal';

export const deprecatedInclude: Rule<ApparmorPart> = {
  code: 'apparmor/deprecated-include',
  title: '#include instead of include',
  category: 'style',
  severity: 'hint',
  reads: statementsOf('references'),
  steady: true,
  why: `\`#include\` looks like a comment but includes; since AppArmor 3.0 it is deprecated in favour of \`include\`, which means the same.

Parsers before 2.13 know only \`#include\`.`,
  sources: [manual],
  example: { bad: 'profile web {\n  #include if exists <local/web>\n}\n', good: 'profile web {\n  include if exists <local/web>\n}\n' },
  *check(part) {
    for (const { statement, start } of digestOf(part.tree).references) {
      if (statement.kind !== 'include' || statement.keyword.raw !== '#include') continue;
      const place = shift(statement.keyword.span, start);
      yield {
        span: place,
        message: '#include is deprecated since AppArmor 3.0; include means the same.',
        tags: ['deprecated'],
        cure: () => [replace(place, 'include')],
      };
    }
  },
};
