import { baseName } from '../../../core';
import { type ApparmorPart, fragmentName } from '../policy/model';
import { filesOf } from '../policy/names';
import type { ProblemOf } from '../syntax/tree';
import { refusal } from './refusal';
import { bareName, isTunable, withTunables } from './undefinedVariable';

export const brokenInclude = refusal({
  code: 'apparmor/broken-include',
  title: 'An include with a mistake in it',
  why: `Includes are part of the file: a mistake in one makes apparmor_parser refuse every profile that includes it.

Often nothing is wrong with the include itself: the file that includes it does not define what it relies on, such as the variables of \`include <tunables/global>\`.`,
  example: {
    bad: 'profile web {\n  include <abstractions/web>\n}\n',
    good: 'include <tunables/global>\n\nprofile web {\n  include <abstractions/web>\n}\n',
    files: { 'abstractions/web': '@{PROC}/stat r,\n', 'tunables/global': '@{PROC} = /proc/\n' },
  },
  message: (problem, _, part) => {
    const name = fragmentName(problem.path) ?? baseName(problem.path);
    const variable = undefinedIn(problem);
    return variable === undefined
      ? `${name} has a mistake${placeIn(part, problem)}, so apparmor_parser refuses this file too.`
      : `${name} uses @{${variable}}, which is not defined here, so apparmor_parser refuses this file.`;
  },
  fixes: (_, problem, part) => {
    const variable = undefinedIn(problem);
    return [variable !== undefined && isTunable(variable) ? withTunables(part) : undefined];
  },
});

const undefinedIn = ({ inner }: ProblemOf<'broken-include'>): string | undefined =>
  inner.kind === 'undefined-variable' && inner.through === undefined ? bareName(inner.name) : undefined;

/** The line, and the words that are wrong in it. */
function placeIn({ root }: ApparmorPart, { path, at }: ProblemOf<'broken-include'>): string {
  const file = [...filesOf(root)].find(({ uri }) => uri === path);
  if (!file) return '';
  const { text } = file.tree;
  const words = text.slice(at.start, at.end).replace(/\s+/g, ' ').trim();
  return ` in line ${text.slice(0, at.start).split('\n').length}${words !== '' && words.length <= 40 ? `, "${words}"` : ''}`;
}
