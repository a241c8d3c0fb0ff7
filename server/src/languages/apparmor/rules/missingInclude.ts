import { statementAt } from '../locate';
import { insert, refusal } from './refusal';

export const missingInclude = refusal({
  code: 'apparmor/missing-include',
  title: 'An include that does not exist',
  why: `apparmor_parser refuses a file when something that it includes is missing; \`include if exists\` passes over it.

\`<…>\` is looked for in the include folders, other names count from the folder that apparmor_parser runs in. Below \`local/\` a file counts
as missing in \`/etc/apparmor.d\` alone, since packages put it there; an abstraction only beside \`abstractions/base\`, a tunable beside \`tunables/global\`.`,
  example: {
    bad: 'profile web {\n  include <abstractions/web>\n}\n',
    good: 'profile web {\n  include if exists <abstractions/web>\n}\n',
    files: { 'abstractions/base': '' },
  },
  message: ({ path }) => `${path} does not exist, so apparmor_parser refuses the file.`,
  fixes: (place, _, part) => {
    const located = statementAt(part.tree, place.start);
    if (located?.statement.kind !== 'include' || located.statement.ifExists) return [];
    return [insert(located.start + located.statement.keyword.span.end, ' if exists', 'Include it only if it exists')];
  },
});
