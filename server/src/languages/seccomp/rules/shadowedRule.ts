import type { Rule } from '../../../core';
import { callsOf } from '../clashes';
import { onEachClash } from '../clashReports';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { predicate, someNames } from '../wording';

export const shadowedRule: Rule<SeccompPart> = {
  code: 'seccomp/shadowed-rule',
  title: 'A rule is shadowed by an earlier one without conditions',
  category: 'correctness',
  severity: 'warning',
  why:
    'Once a rule without conditions decides for a call, libseccomp drops every later rule for it without an error, whatever its action: **the first unconditional rule wins**. ' +
    'There is no “last one wins” and no “strictest one wins” within a profile.',
  sources: [from.libseccompMerge],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_LOG",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["mkdir", "read"], "action": "SCMP_ACT_ALLOW" },
    { "names": ["mkdir"], "action": "SCMP_ACT_ERRNO" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_LOG",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    { "names": ["mkdir", "read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onEachClash({
    report({ meeting, older }) {
      if (meeting.kind !== 'later' || meeting.agree) return undefined;
      return {
        at: 'added',
        message: `This has no effect for ${someNames(callsOf(meeting))}: rule ${older.index + 1} comes first, so the call ${predicate(meeting.older.verdict)}.`,
        related: meeting.places.slice(0, 10).map((place) => `\`${place.older.call}\` is decided here.`),
      };
    },
    cure: (clash, { tree }) => {
      const { added } = clash.meeting;
      const calls = someNames(callsOf(clash.meeting));
      return [
        change(`Remove ${calls} here, as it has no effect`, withoutNames(tree, clash.added, clash.names('added'))),
        change(
          `Remove ${calls} from rule ${clash.older.index + 1}, so that this rule decides…`,
          withoutNames(tree, clash.older, clash.names('older')),
          `Then the call ${predicate(added.verdict)}${added.rule.args.length ? ' where the conditions match, and gets the default action elsewhere' : ''}.`,
        ),
      ];
    },
  }),
};
