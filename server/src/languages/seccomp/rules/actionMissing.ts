import type { Rule } from '../../../core';
import { change, withMember } from '../edits';
import { stated } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { headOfRule } from '../spans';

export const actionMissing: Rule<SeccompPart> = {
  code: 'seccomp/action-missing',
  title: 'A rule has no action',
  category: 'correctness',
  severity: 'error',
  why: 'The runtimes refuse a rule without `action`: an absent action does not mean “allow”.',
  sources: [from.spec, from.runcConfig, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, tree }) {
    for (const rule of profile.rules) {
      if (rule.action?.value || (stated(rule.node, 'action') && !rule.action)) continue;
      yield {
        within: rule,
        span: rule.action?.node.span ?? headOfRule(rule),
        message: `Rule ${rule.index + 1} has no \`action\`: the runtime refuses the profile.`,
        cure: () => [change('Set `"action": "SCMP_ACT_ALLOW"`', withMember(tree, rule.node, 'action', 'SCMP_ACT_ALLOW'))],
      };
    }
  }),
};
