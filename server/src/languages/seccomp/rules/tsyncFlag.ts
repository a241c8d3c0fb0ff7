import type { Rule } from '../../../core';
import { repair, withoutItems } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const tsyncFlag: Rule<SeccompPart> = {
  code: 'seccomp/tsync-flag',
  title: 'TSYNC does nothing in a container',
  category: 'compatibility',
  severity: 'error',
  why:
    'runc before 1.2 refuses a profile with any flag, and later releases accept TSYNC and do nothing with it: the filter is installed while there is one thread. ' +
    'crun passes it on, with no effect either. Without it the profile means the same and loads everywhere; the empty list that is left switches off SPEC_ALLOW, as the flag alone did.',
  sources: [from.runc, from.crun, from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "flags": ["SECCOMP_FILTER_FLAG_TSYNC"]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "flags": []
}
`,
  },
  check: onProfile(function* ({ profile, loader, tree }) {
    for (const { value, node } of profile.flags ?? []) {
      if (value !== 'SECCOMP_FILTER_FLAG_TSYNC') continue;
      const crun = loader.runtime === 'crun';
      yield {
        span: node.span,
        ...(crun && { severity: 'hint' as const }),
        message: crun
          ? `\`${value}\` has no effect: there is one thread when the filter is installed.`
          : `runc before 1.2 refuses the profile for \`${value}\`, and later releases ignore it.`,
        cure: () => (node.parent?.kind === 'array' ? [repair('Remove TSYNC', withoutItems(tree, node.parent, [node]))] : []),
      };
    }
  }),
};
