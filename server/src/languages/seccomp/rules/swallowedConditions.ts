import type { Rule } from '../../../core';
import { callsOf } from '../clashes';
import { onEachClash } from '../clashReports';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { predicate, someNames } from '../wording';

export const swallowedConditions: Rule<SeccompPart> = {
  code: 'seccomp/swallowed-conditions',
  title: 'A later rule without conditions deletes this one',
  category: 'correctness',
  severity: 'warning',
  why:
    'When a rule without conditions follows, libseccomp deletes the conditional rules for the call and keeps the new one: **unconditional beats conditional in either order**. ' +
    'An exception such as “allow socket, but not AF_ALG” is written as conditions on the allowing rule.',
  sources: [from.libseccompMerge],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["personality"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 0, "value": 4294967295, "valueTwo": 8, "op": "SCMP_CMP_MASKED_EQ" }]
    },
    { "names": ["personality"], "action": "SCMP_ACT_LOG" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["personality"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 0, "value": 4294967295, "valueTwo": 8, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
  },
  check: onEachClash({
    report({ meeting, added }) {
      if (meeting.kind !== 'swallowed' || meeting.agree) return undefined;
      return {
        at: 'older',
        message: `This has no effect for ${someNames(callsOf(meeting))}: rule ${added.index + 1} has no conditions and wins, so the call ${predicate(meeting.added.verdict)}.`,
        related: meeting.places.slice(0, 10).map((place) => `\`${place.added.call}\` without conditions.`),
      };
    },
    cure: (clash, { tree }) => [
      change(
        `Remove ${someNames(callsOf(clash.meeting))} from rule ${clash.added.index + 1}, so that the conditions count…`,
        withoutNames(tree, clash.added, clash.names('added')),
        'Where the conditions do not match, the default action then decides.',
      ),
    ],
  }),
};
