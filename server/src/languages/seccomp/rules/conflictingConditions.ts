import type { Rule } from '../../../core';
import { callsOf, clashesOf } from '../clashes';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { outcome, someNames } from '../wording';

export const conflictingConditions: Rule<SeccompPart> = {
  code: 'seccomp/conflicting-conditions',
  title: 'The same condition has two actions',
  category: 'correctness',
  severity: 'error',
  why:
    'libseccomp refuses a second action for a condition that it knows (EEXIST), and a shorter condition with another action behind a longer one that begins with it; the container does not start. ' +
    'Two NOT-EQUAL conditions on one value count as the same.',
  sources: [from.libseccompMerge],
  example: {
    bad: '{ "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], "syscalls": [{ "names": ["kill"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 1, "value": 4294967295, "valueTwo": 9, "op": "SCMP_CMP_MASKED_EQ" }] }, { "names": ["kill"], "action": "SCMP_ACT_LOG", "args": [{ "index": 1, "value": 4294967295, "valueTwo": 9, "op": "SCMP_CMP_MASKED_EQ" }] }] }',
    good: '{ "defaultAction": "SCMP_ACT_ALLOW", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"], "syscalls": [{ "names": ["kill"], "action": "SCMP_ACT_ERRNO", "args": [{ "index": 1, "value": 4294967295, "valueTwo": 9, "op": "SCMP_CMP_MASKED_EQ" }] }] }',
  },
  check: onProfile(function* (input) {
    for (const clash of clashesOf(input)) {
      const [first] = clash.places;
      if (clash.kind !== 'conflict' || !first) continue;
      const calls = someNames(callsOf(clash));
      yield {
        span: first.added.name.node.span,
        message: `The filter cannot be made: rule ${clash.older.index + 1} has these conditions for ${calls} with another action (${outcome(first.older.active.verdict)}).`,
        related: [{ span: first.older.name.node.span, message: 'The other action.' }],
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
