import type { Rule } from '../../../core';
import { callsOf, clashesOf } from '../clashes';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
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
  check: onProfile(function* (input) {
    for (const clash of clashesOf(input)) {
      if (clash.kind !== 'later' || clash.agree) continue;
      const [first] = clash.places;
      if (!first) continue;
      const { added, older } = first;
      const calls = someNames(callsOf(clash));
      yield {
        span: added.name.node.span,
        message: `This has no effect for ${calls}: rule ${clash.older.index + 1} comes first, so the call ${predicate(older.active.verdict)}.`,
        related: clash.places
          .slice(0, 10)
          .map((place) => ({ span: place.older.name.node.span, message: `\`${place.older.name.value}\` is decided here.` })),
        cure: () => [
          change(
            `Remove ${calls} here, as it has no effect`,
            withoutNames(
              input.tree,
              clash.added,
              clash.places.map((place) => place.added.name),
            ),
          ),
          change(
            `Remove ${calls} from rule ${clash.older.index + 1}, so that this rule decides…`,
            withoutNames(
              input.tree,
              clash.older,
              clash.places.map((place) => place.older.name),
            ),
            `Then the call ${predicate(added.active.verdict)}${added.active.conditions.length ? ' where the conditions match, and gets the default action elsewhere' : ''}.`,
          ),
        ],
      };
    }
  }),
};
