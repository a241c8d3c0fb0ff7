import type { Rule } from '../../../core';
import { type ClashPlace, callsOf, clashesOf } from '../clashes';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
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
  check: onProfile(function* (input) {
    for (const clash of clashesOf(input)) {
      const [first] = clash.places;
      if (clash.kind !== 'conflict' || !first) continue;
      const calls = someNames(callsOf(clash));
      const [there, here] = [first.older, first.added].map(({ active }) => outcome(active.verdict));
      yield {
        span: first.added.name.node.span,
        message: `runc and crun refuse the profile (“file exists”): rule ${clash.older.index + 1} has another action (${there}, here ${here}) for ${calls} under the same conditions${reasonOf(first, input.host)}.`,
        related: [{ span: first.older.name.node.span, message: `The other action: ${there}.` }],
        cure: () => [
          change(
            `Remove ${calls} here, so that rule ${clash.older.index + 1} decides`,
            withoutNames(
              input.tree,
              clash.added,
              clash.places.map((place) => place.added.name),
            ),
          ),
        ],
      };
    }
  }),
};

/** Why conditions that look different are the same. */
function reasonOf({ abi, call, added, older }: ClashPlace, { architecture }: TargetHost): string {
  if (call !== added.name.value || call !== older.name.value)
    return ` on ${abi.name}, where libseccomp adds both to \`${call}\` without their condition on argument 0`;
  if (abi === architecture) return '';
  return abi.bits < architecture.bits ? ` on ${abi.name}, which compares the low 32 bits only` : ` on ${abi.name}`;
}
