import type { Rule } from '../../../core';
import { callsOf } from '../clashes';
import { onEachClash } from '../clashReports';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { predicate, someNames } from '../wording';

export const widerRuleFirst: Rule<SeccompPart> = {
  code: 'seccomp/wider-rule-first',
  title: 'A wider rule with fewer conditions decides first',
  category: 'correctness',
  severity: 'warning',
  why:
    'A rule whose conditions begin with those of an earlier rule is dropped: the shorter one has decided before the rest is looked at. ' +
    'In the other order libseccomp refuses the profile, so an exception within a condition cannot be written; write conditions that exclude each other.',
  sources: [from.libseccompMerge],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 0, "value": 4294967295, "valueTwo": 1, "op": "SCMP_CMP_MASKED_EQ" }]
    },
    {
      "names": ["kill"],
      "action": "SCMP_ACT_LOG",
      "args": [
        { "index": 0, "value": 4294967295, "valueTwo": 1, "op": "SCMP_CMP_MASKED_EQ" },
        { "index": 1, "value": 4294967295, "valueTwo": 9, "op": "SCMP_CMP_MASKED_EQ" }
      ]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 0, "value": 4294967295, "valueTwo": 1, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
  },
  check: onEachClash({
    report({ meeting, older }) {
      if (meeting.kind !== 'wider' || meeting.agree) return undefined;
      return {
        at: 'added',
        message: `This has no effect for ${someNames(callsOf(meeting))}: rule ${older.index + 1} has fewer conditions and comes first, so the call ${predicate(meeting.older.verdict)}.`,
        related: ['The rule with fewer conditions.'],
      };
    },
  }),
};
