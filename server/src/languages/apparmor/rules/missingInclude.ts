import { type Context, nearest } from '../../../core';
import { shippedIncludes } from '../../../knowledge';
import { statementAt } from '../syntax/locate';
import { insert, refusal, replace } from './refusal';

export const missingInclude = refusal({
  code: 'apparmor/missing-include',
  title: 'An include that does not exist',
  why: `apparmor_parser refuses a file when something that it includes is missing; \`include if exists\` passes over it.

\`<…>\` is looked for in the include folders, other names count from the folder that apparmor_parser runs in. Below \`local/\` a file counts
as missing in \`/etc/apparmor.d\` alone, since packages put it there; an abstraction only beside \`abstractions/base\`, a tunable beside \`tunables/global\`.

A pipe or a socket counts as missing too: apparmor_parser waits for the pipe for ever, and cannot open the socket.`,
  example: {
    bad: 'profile web {\n  include <abstractions/web>\n}\n',
    good: 'profile web {\n  include if exists <abstractions/web>\n}\n',
    files: { 'abstractions/base': '' },
  },
  message: ({ path, special }, text, _, context) => {
    if (special) return `${path} is not a regular file: apparmor_parser cannot read it.`;
    const guess = meant(path, text, context);
    return `${path} does not exist, so apparmor_parser refuses the file${guess === undefined ? '.' : `; did you mean ${guess}?`}`;
  },
  fixes: (place, { path, special }, part, context) => {
    if (special) return [];
    const text = part.text.slice(place.start, place.end);
    const guess = meant(path, text, context);
    const renamed = guess === undefined ? undefined : { ...replace(place, text.replace(path, guess)), safe: false };
    const located = statementAt(part.tree, place.start);
    if (located?.statement.kind !== 'include' || located.statement.ifExists) return [renamed];
    const optional = insert(located.start + located.statement.keyword.span.end, ' if exists', 'Include it only if it exists');
    // The file may deny what the rules of this one allow, and then the profile would load without that.
    return [renamed, { ...optional, safe: false }];
  },
});

/** The file of the workspace, or of AppArmor, whose name is closest. */
function meant(path: string, text: string, { facts }: Context): string | undefined {
  if (!text.startsWith('<')) return undefined;
  const own = facts.filter(({ kind }) => kind === 'apparmor-fragment').map(({ name }) => name);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const candidates = [...own, ...shippedIncludes()].filter((name) => name.startsWith(folder) && name !== path);
  const guess = nearest(
    path.slice(folder.length),
    candidates.map((name) => name.slice(folder.length)),
  );
  return guess === undefined ? undefined : folder + guess;
}
