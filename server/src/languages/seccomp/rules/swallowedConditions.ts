import type { Rule } from '../../../core';
import { callsOf, clashesOf } from '../clashes';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
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
  check: onProfile(function* (input) {
    for (const clash of clashesOf(input)) {
      if (clash.kind !== 'swallowed' || clash.agree) continue;
      const [first] = clash.places;
      if (!first) continue;
      const calls = someNames(callsOf(clash));
      yield {
        span: first.older.name.node.span,
        message: `This has no effect for ${calls}: rule ${clash.added.index + 1} has no conditions and wins, so the call ${predicate(first.added.active.verdict)}.`,
        related: clash.places
          .slice(0, 10)
          .map((place) => ({ span: place.added.name.node.span, message: `\`${place.added.name.value}\` without conditions.` })),
        cure: () => [
          change(
            `Remove ${calls} from rule ${clash.added.index + 1}, so that the conditions count…`,
            withoutNames(
              input.tree,
              clash.added,
              clash.places.map((place) => place.added.name),
            ),
            'Where the conditions do not match, the default action then decides.',
          ),
        ],
      };
    }
  }),
};
