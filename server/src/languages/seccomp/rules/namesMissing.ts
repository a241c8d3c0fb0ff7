import type { Rule } from '../../../core';
import { listOf, stated } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { headOf } from '../spans';

export const namesMissing: Rule<SeccompPart> = {
  code: 'seccomp/names-missing',
  title: 'A rule without names',
  category: 'correctness',
  severity: 'warning',
  why:
    'A rule without names has no effect: Go’s loaders skip it, and crun refuses a configuration with a rule that has no such key. ' +
    'The specification requires at least one name.',
  sources: [from.spec, from.runc, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": [], "action": "SCMP_ACT_ALLOW" }
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
  check: onEachRule(function* ({ profile, part, loader }) {
    // The API server refuses it.
    if (part.object) return;
    for (const rule of profile.rules) {
      const names = stated(rule.node, 'names');
      if (rule.name?.value || (loader.reader !== 'oci' && stated(rule.node, 'name') && !rule.name)) continue;
      if (!names?.value)
        yield {
          span: rule.action?.node.span ?? headOf(rule.node),
          message: `\`names\` is missing in rule ${rule.index + 1}, so the rule has no effect, and crun refuses it.`,
        };
      else if (listOf(names.value)?.items.length === 0)
        yield { span: names.key.span, message: `\`names\` is empty in rule ${rule.index + 1}, so the rule has no effect.` };
    }
  }),
};
