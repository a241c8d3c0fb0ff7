import { type Fact, type Fix, type Rule, type Span, shift, span } from '../../../core';
import type { ApparmorPart } from '../policy/model';
import { hidesSomething } from '../policy/names';
import { profileAt, profilesOf } from '../policy/profiles';
import { digestOf } from '../syntax/digest';
import { statementAt } from '../syntax/locate';
import { permissionsOf } from '../syntax/permissions';
import type { Word } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { statementsOf } from './present';
import { manual } from './refusal';

export const missingChild: Rule<ApparmorPart> = {
  code: 'apparmor/missing-child',
  title: 'A transition to a child profile that does not exist',
  category: 'correctness',
  severity: 'warning',
  reads: statementsOf('childExecs'),
  steady: true,
  why: `\`cx -> name\` looks for \`name\` among the children of this profile; where there is none the program cannot be executed, although the policy loads.

The log then says \`info="profile not found"\`. Define \`profile name { … }\` inside, or write \`Px -> name\` for a profile outside. With \`cix\` and \`cux\` the fallback is taken instead, so those are not reported.`,
  sources: [manual],
  example: {
    bad: 'profile web {\n  /usr/bin/worker Cx -> worker,\n}\n',
    good: 'profile web {\n  /usr/bin/worker Cx -> worker,\n\n  profile worker {\n    include <abstractions/base>\n  }\n}\n',
    files: { 'abstractions/base': '/etc/ld.so.cache r,\n' },
  },
  *check(part, { facts }) {
    if (part.fragment) return;
    const transitions = digestOf(part.tree).childExecs;
    if (transitions.isEmpty || hidesSomething(part.root)) return;
    const names = new Set(profilesOf(part).map(({ fullName }) => fullName));
    for (const { start, statement } of transitions) {
      const target = statement.target as Word;
      // A rule starts where the statement before it ends, which may be a child profile.
      const parent = profileAt(part, start + target.span.start);
      const name = wordValue(target.raw);
      if (!parent || !/^[\w.+-]+$/.test(name) || names.has(`${parent.fullName}//${name}`)) continue;
      yield {
        span: shift(target.span, start),
        message: `${parent.fullName} has no child profile ${name}, so the program cannot be executed.`,
        cure: () => childOrOutside(part, shift(target.span, start), facts),
      };
    }
  },
};

/** Runs the profile of that name outside of the parent, or adds one inside. */
function childOrOutside(part: ApparmorPart, place: Span, facts: readonly Fact[]): readonly Fix[] {
  const name = part.text.slice(place.start, place.end);
  const rule = statementAt(part.tree, place.start);
  if (rule?.statement.kind !== 'rule' || rule.statement.verb !== 'file' || !rule.statement.permissions) return [];
  const exec = permissionsOf(rule.statement.permissions.raw).exec;
  const parent = profileAt(part, place.start)?.profile.body;
  const fixes: Fix[] = [];
  const outside = profilesOf(part).some((one) => one.fullName === name) || facts.some((fact) => isProfile(fact, name));
  if (exec && outside) {
    const mode = shift(span(exec.start, exec.end), rule.start + rule.statement.permissions.span.start);
    const own = part.text[mode.start] === 'C' ? 'P' : 'p';
    const text = own + part.text.slice(mode.start + 1, mode.end);
    fixes.push({ title: `Write ${text} -> ${name}: the profile outside`, edits: [{ span: mode, text }], safe: false });
  }
  const close = parent?.close && (profileAt(part, place.start)?.item.start ?? 0) + parent.close.start;
  if (close !== undefined && part.text[close - 1] === '\n') {
    const text = `\n  profile ${name} {\n    include <abstractions/base>\n  }\n`;
    fixes.push({ title: `Add profile ${name} inside`, edits: [{ span: span(close, close), text }], safe: false });
  }
  return fixes;
}

const isProfile = ({ kind, name }: Fact, wanted: string) => kind === 'apparmor-profile' && name === wanted;
