import type { Rule } from '../../../core';
import { callsOf, type MeetingPlace } from '../clashes';
import { onEachClash } from '../clashReports';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import type { TargetHost } from '../target';
import { outcome, someNames } from '../wording';

export const conflictingConditions: Rule<SeccompPart> = {
  code: 'seccomp/conflicting-conditions',
  title: 'Conflicting conditions: two rules collide and runtimes refuse the profile',
  category: 'correctness',
  severity: 'error',
  why:
    'runc and crun refuse the profile with **“file exists”**: libseccomp refuses a second action for a condition that it has, and a shorter condition with another action after a longer one that begins with it. ' +
    'Two NOT-EQUAL conditions on one value count as the same. It adds every rule once for each architecture that the profile covers, and two rules that differ on x86_64 may be equal on another: ' +
    '32-bit architectures compare the low 32 bits of an operand, and where a rule for `socket`, `connect` or `shmat` is added to `socketcall` or `ipc` as well, that copy loses its condition on argument 0.',
  sources: [from.libseccompMerge],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  "syscalls": [
    {
      "names": ["kill"],
      "action": "SCMP_ACT_ERRNO",
      "args": [{ "index": 1, "value": 4294967295, "valueTwo": 9, "op": "SCMP_CMP_MASKED_EQ" }]
    },
    {
      "names": ["kill"],
      "action": "SCMP_ACT_LOG",
      "args": [{ "index": 1, "value": 4294967295, "valueTwo": 9, "op": "SCMP_CMP_MASKED_EQ" }]
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
      "args": [{ "index": 1, "value": 4294967295, "valueTwo": 9, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
  },
  check: onEachClash({
    report({ meeting, older }, { host }) {
      if (meeting.kind !== 'conflict') return undefined;
      const [first] = meeting.places;
      const [there, here] = [outcome(meeting.older.verdict), outcome(meeting.added.verdict)];
      return {
        at: 'added',
        message: `runc and crun refuse the profile (“file exists”): rule ${older.index + 1} has another action (${there}, here ${here}) for ${someNames(callsOf(meeting))} under the same conditions${reasonOf(first, host)}.`,
        related: [`The other action: ${there}.`],
      };
    },
    cure: (clash, { tree }) => [
      change(
        `Remove ${someNames(callsOf(clash.meeting))} here, so that rule ${clash.older.index + 1} decides`,
        withoutNames(tree, clash.added, clash.names('added')),
      ),
    ],
  }),
};

/** Why conditions that look different are the same. */
function reasonOf({ abi, call, added, older }: MeetingPlace, { architecture }: TargetHost): string {
  if (call !== added.call || call !== older.call)
    return ` on ${abi.name}, where libseccomp adds both to \`${call}\` without their condition on argument 0`;
  if (abi === architecture) return '';
  return abi.bits < architecture.bits ? ` on ${abi.name}, which compares the low 32 bits only` : ` on ${abi.name}`;
}
