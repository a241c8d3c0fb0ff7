import type { Rule } from '../../../core';
import { waysAround } from '../../../knowledge';
import { type Analysis, decide } from '../analysis';
import { change, withCalls } from '../edits';
import { hasCall } from '../filter';
import { namesOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { isAllowed, someNames } from '../wording';
import { type ActionName, findAction } from '../words';

export const equivalentCallOpen: Rule<SeccompPart> = {
  code: 'seccomp/equivalent-call-open',
  title: 'A deny list leaves an equivalent call open',
  category: 'security',
  severity: 'warning',
  why:
    'A program gets the same effect by another call, and the C library often chooses that one: glibc’s `chmod` may call `fchmodat`, `mkdir` has `mkdirat`, `mount` has `move_mount`. ' +
    'A deny list that names one of them stops programs by accident or not at all. Deny the whole family, or write an allow list.',
  sources: [from.libseccompTable, from.manual],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["symlink"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["symlink", "symlinkat"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const { profile, resolved, tree, part } = input;
    // What a default that is not plain ALLOW lets through is listed on purpose.
    if (resolved.default.action !== 'SCMP_ACT_ALLOW' || part.object) return;
    for (const rule of profile.rules) {
      const action = findAction(rule.said.action?.value);
      if (action?.outcome !== 'denied' || rule.said.args.length || resolved.passedOver.has(rule)) continue;
      const refused = namesOf(rule).filter(({ value }) => waysAround(value).some((name) => isOpen(input, name)));
      const [first] = refused;
      if (!first) continue;
      const open = [...new Set(refused.flatMap(({ value }) => waysAround(value).filter((name) => isOpen(input, name))))];
      const errnoRet = rule.errnoRet && Number(rule.errnoRet.value);
      yield {
        span: first.node.span,
        message: `Programs get around ${someNames(refused.map(({ value }) => value))} by ${someNames(open)}, which no rule refuses.`,
        cure: () => [
          change(
            `Refuse ${someNames(open)} as well…`,
            withCalls(tree, profile, open, { action: action.name as ActionName, ...(errnoRet !== undefined && { errnoRet }) }),
            'Programs that make these calls fail then.',
          ),
        ],
      };
    }
  }),
};

/** Allowed by the default action: no rule speaks of it. */
function isOpen(input: Analysis & { readonly host: Analysis['host'] }, name: string): boolean {
  const { architecture } = input.host;
  if (!hasCall(architecture, name)) return false;
  const { verdict, why } = decide(input, architecture, name);
  return why === 'default' && isAllowed(verdict) && !input.filter(architecture)?.entries.has(name);
}
