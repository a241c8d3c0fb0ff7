import type { Rule } from '../../../core';
import { itemsOf, resolved } from '../../../tree';
import { repair, withoutItems } from '../edits';
import { fieldValue, listOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const emptyName: Rule<SeccompPart> = {
  code: 'seccomp/empty-name',
  title: 'A system call has an empty name',
  category: 'correctness',
  severity: 'error',
  why: 'runc refuses an empty string among the names, and so Docker and containerd do not start the container; crun skips it.',
  sources: [from.runc, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", ""], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    for (const rule of profile.rules) {
      const list = listOf(fieldValue(rule.node, 'names'));
      for (const item of itemsOf(list)) {
        const scalar = resolved(item);
        // Go reads null as an empty string.
        if (scalar?.kind !== 'scalar' || (scalar.value !== '' && scalar.value !== null)) continue;
        const crun = loader.runtime === 'crun';
        yield {
          within: rule,
          span: item.span,
          ...(crun && { severity: 'warning' as const }),
          message: crun
            ? 'crun skips the empty name `""`; runc refuses the profile for it.'
            : 'runc refuses the empty name `""`: the container does not start.',
          cure: () => (list && list.items.length > 1 ? [repair('Remove the empty name', withoutItems(tree, list, [item]))] : []),
        };
      }
    }
  }),
};
