import type { Rule } from '../../../core';
import { containersErrnos } from '../../../knowledge';
import { repair, withoutRules } from '../edits';
import { namesOf, type ProfileRule, stated } from '../model';
import type { SeccompPart } from '../part';
import { sameVerdict } from '../resolve';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { headOfRule } from '../spans';
import type { SeccompLoader } from '../target';
import { largestErrno } from '../words';

export const sameAsDefault: Rule<SeccompPart> = {
  code: 'seccomp/same-as-default',
  title: 'A rule repeats the default action',
  category: 'style',
  severity: 'hint',
  why:
    'runc and crun skip a rule whose action and error are the default’s, so it neither permits nor refuses anything, not even as an exception to another rule. ' +
    'runc before 1.0.3 failed on it with EACCES.',
  sources: [from.runc, from.crun, { title: 'runc pull request 3109', url: 'https://github.com/opencontainers/runc/pull/3109' }],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" },
    { "names": ["bpf"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["bpf"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
  },
  check: onEachRule(function* ({ resolved, tree, loader }) {
    for (const { rule, verdict } of resolved.rules) {
      if (!sameVerdict(verdict, resolved.default) || !namesOf(rule).length || hasMistakenError(rule, loader)) continue;
      yield {
        span: rule.action?.node.span ?? headOfRule(rule),
        message: `Rule ${rule.index + 1} repeats the default action \`${resolved.default.action}\`, so the runtime skips it.`,
        tags: ['unnecessary'],
        // Under other conditions it is skipped as well: the verdicts do not depend on them.
        cure: () => [repair('Remove the rule', withoutRules(tree, [rule]))],
      };
    }
  }),
};

/** The error is not the one that was written: that is told, and the rule may do something else once it is cured. */
function hasMistakenError(rule: ProfileRule, { reader }: SeccompLoader): boolean {
  const { node, errnoRet, errno } = rule;
  if (errnoRet ? errnoRet.value < 0n || errnoRet.value > BigInt(largestErrno) : stated(node, 'errnoRet')) return true;
  if (!errno?.value) return false;
  return reader !== 'containers' || !(containersErrnos().has(errno.value) || /^\d+$/.test(errno.value));
}
