import type { Rule } from '../../../core';
import { change, withoutNames } from '../edits';
import { namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const notifyWrite: Rule<SeccompPart> = {
  code: 'seccomp/notify-write',
  title: 'NOTIFY on write would stop the runtime',
  category: 'correctness',
  severity: 'error',
  why:
    'runc writes to a pipe to hand the notify descriptor on; with NOTIFY on `write` that call would wait for an agent that does not have the descriptor yet. ' +
    'runc refuses the profile.',
  sources: [from.runc],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "listenerPath": "/run/agent.sock",
  "syscalls": [
    { "names": ["mount", "write"], "action": "SCMP_ACT_NOTIFY" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "listenerPath": "/run/agent.sock",
  "syscalls": [
    { "names": ["mount"], "action": "SCMP_ACT_NOTIFY" }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    for (const rule of profile.rules) {
      if (rule.action?.value !== 'SCMP_ACT_NOTIFY') continue;
      for (const word of namesOf(rule)) {
        if (word.value !== 'write') continue;
        const crun = loader.runtime === 'crun';
        yield {
          within: rule,
          span: word.node.span,
          ...(crun && { severity: 'warning' as const }),
          message: crun
            ? 'runc refuses NOTIFY on `write`; under crun every output waits for the agent.'
            : 'runc refuses NOTIFY on `write`, which it needs itself to reach the agent.',
          cure: () => (rule.names.length > 1 ? [change('Remove write from the rule', withoutNames(tree, rule, [word]))] : []),
        };
      }
    }
  }),
};
