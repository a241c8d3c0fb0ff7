import type { Rule } from '../../../core';
import { change, withItems, withoutMembers } from '../edits';
import { fieldOf, fieldValue, listOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const nameAndNames: Rule<SeccompPart> = {
  code: 'seccomp/name-and-names',
  title: 'A rule has both name and names',
  category: 'correctness',
  severity: 'error',
  why: 'Docker, Podman and CRI-O refuse a rule that has `name` beside `names`; containerd and the runtimes drop `name`.',
  sources: [from.moby, from.containers],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "name": "read", "names": ["write"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["write", "read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    for (const rule of profile.rules) {
      const member = fieldOf(rule.node, 'name');
      const { name } = rule;
      if (!member || !name?.value || !rule.names.length) continue;
      const dropped = loader.reader === 'oci';
      yield {
        // containers/common looks at the names of rules that apply, moby at all.
        ...(loader.reader === 'containers' && { within: rule }),
        span: member.key.span,
        ...(dropped && { severity: 'warning' as const }),
        message: dropped
          ? `containerd drops \`name\`: the rule does not decide for \`${name.value}\`.`
          : 'A rule has either `name` or `names`: the profile does not load with both.',
        cure: () => {
          const list = listOf(fieldValue(rule.node, 'names'));
          if (!list) return [];
          const known = rule.names.some((other) => other.value === name.value);
          const edits = [...withoutMembers(tree, rule.node, [member]), ...(known ? [] : withItems(tree, list, [name.value]))];
          return [{ ...change('Move `name` into `names`', edits), preferred: true }];
        },
      };
    }
  }),
};
