import type { Rule } from '../../../core';
import type { ApparmorPart } from '../model';
import { policyOf } from '../model';
import { occurrences } from '../occurrences';
import { manual } from './refusal';

export const unusedVariable: Rule<ApparmorPart> = {
  code: 'apparmor/unused-variable',
  title: 'A variable that nothing uses',
  category: 'style',
  severity: 'hint',
  why: `A variable that no rule, profile or other variable mentions has no effect; often its name is misspelt where it is used.

Variables of a profile are only seen by this file and what it includes. In tunables, which others include, none is reported.`,
  sources: [manual],
  example: {
    bad: '@{root} = /srv/web\n\nprofile web {\n  /srv/web/** r,\n}\n',
    good: '@{root} = /srv/web\n\nprofile web {\n  @{root}/** r,\n}\n',
  },
  *check(part) {
    const defines = part.tree.statements.some(({ statement: { kind } }) => kind === 'set-variable' || kind === 'boolean-variable');
    if (!defines || part.fragment || policyOf(part).environment.open) return;
    const all = occurrences(part);
    const used = new Set(all.flatMap(({ kind, name, defines }) => (defines ? [] : [`${kind} ${name}`])));
    const elsewhere = new Set(all.flatMap(({ kind, name, file }) => (file === part.root ? [] : [`${kind} ${name}`])));
    for (const { kind, name, file, defines: defined, span } of all) {
      if (!defined || kind === 'profile' || file !== part.root || used.has(`${kind} ${name}`) || elsewhere.has(`${kind} ${name}`)) continue;
      yield { span, message: `Nothing uses ${kind === 'boolean' ? `\${${name}}` : `@{${name}}`}.`, tags: ['unnecessary'] };
    }
  },
};
