import { type Rule, shift } from '../../../core';
import { digestOf } from '../digest';
import type { LoadedFile } from '../includes';
import { rulesOf } from '../liveRules';
import type { ApparmorPart } from '../model';
import { permissionsOf } from '../permissions';
import { profilesOf } from '../profiles';
import { wordValue } from '../words';
import { manual } from './refusal';

export const missingChild: Rule<ApparmorPart> = {
  code: 'apparmor/missing-child',
  title: 'A transition to a child profile that does not exist',
  category: 'correctness',
  severity: 'warning',
  why: `\`cx -> name\` looks for \`name\` among the children of this profile; where there is none the program cannot be executed, although the policy loads.

The log then says \`info="profile not found"\`. Define \`profile name { … }\` inside, or write \`Px -> name\` for a profile outside. With \`cix\` and \`cux\` the fallback is taken instead, so those are not reported.`,
  sources: [manual],
  example: {
    bad: 'profile web {\n  /usr/bin/worker Cx -> worker,\n}\n',
    good: 'profile web {\n  /usr/bin/worker Cx -> worker,\n\n  profile worker {\n  }\n}\n',
  },
  *check(part) {
    if (part.fragment || digestOf(part.tree.statements).arrows.length === 0 || hidesSomething(part.root)) return;
    const names = new Set(profilesOf(part).map(({ fullName }) => fullName));
    for (const profile of profilesOf(part)) {
      if (profile.item.site) continue;
      for (const { rule, item, denies } of rulesOf(part, profile)) {
        if (denies || item.site || rule.verb !== 'file' || !rule.target || !rule.permissions) continue;
        const exec = permissionsOf(rule.permissions.raw).exec;
        const name = wordValue(rule.target.raw);
        if (exec?.transition !== 'child' || exec.fallback || !/^[\w.+-]+$/.test(name) || names.has(`${profile.fullName}//${name}`))
          continue;
        yield {
          span: shift(rule.target.span, item.start),
          message: `${profile.fullName} has no child profile ${name}, so the program cannot be executed.`,
        };
      }
    }
  },
};

/** Whether an include is out of reach: it may hold the child. */
function hidesSomething(root: LoadedFile): boolean {
  const files = new Set([root]);
  for (const file of files) {
    for (const [statement, resolution] of file.includes) {
      if (statement.kind === 'include' && (resolution.state === 'unknown' || resolution.state === 'missing')) return true;
      if (resolution.state === 'found') for (const one of resolution.files) files.add(one);
    }
  }
  return false;
}
