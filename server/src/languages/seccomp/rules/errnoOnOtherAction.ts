import type { Rule } from '../../../core';
import { repair, withoutMembers } from '../edits';
import { fieldOf, type IntegerValue, type TextValue } from '../model';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { findAction } from '../words';

export const errnoOnOtherAction: Rule<SeccompPart> = {
  code: 'seccomp/errno-on-other-action',
  title: 'errnoRet on an action that does not use it',
  category: 'compatibility',
  severity: 'warning',
  why:
    'The specification lets only ERRNO and TRACE have a number; crun refuses a profile with one beside another action, runc ignores it. ' +
    'Where the call was meant to fail with that error, the action is wrong.',
  sources: [from.spec, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read"], "action": "SCMP_ACT_ALLOW", "errnoRet": 1 }
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
    const places = [
      { node: profile.node, key: 'defaultErrnoRet', action: profile.defaultAction, errno: profile.defaultErrnoRet, within: undefined },
      ...profile.rules.map((rule) => ({ node: rule.node, key: 'errnoRet', action: rule.action, errno: rule.errnoRet, within: rule })),
    ];
    for (const { node, key, action, errno, within } of places) {
      const member = fieldOf(node, key);
      if (!member || !takesNone(action, errno)) continue;
      const crun = loader.runtime === 'crun';
      yield {
        ...(within && { within }),
        span: member.key.span,
        ...(crun && { severity: 'error' as const }),
        message: crun
          ? `crun refuses \`${key}\` beside ${action?.value}, which returns no error.`
          : `\`${key}\` has no effect beside ${action?.value}; crun refuses the profile for it.`,
        cure: () => [repair(`Remove ${key}`, withoutMembers(tree, node, [member]))],
      };
    }
  }),
};

const takesNone = (action: TextValue | undefined, errno: IntegerValue | undefined): boolean =>
  errno !== undefined && findAction(action?.value)?.takesErrno === false;
