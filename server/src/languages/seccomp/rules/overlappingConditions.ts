import { memo, type Rule } from '../../../core';
import { conflictOf, isClash } from '../clashes';
import { firstRuling } from '../filter';
import type { Ruling } from '../filterTests';
import type { MergedCall, RuleOrigin } from '../mergedCall';
import type { SeccompPart } from '../part';
import { sharedCall } from '../regions';
import { sameVerdict } from '../resolve';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { numberText, outcome } from '../wording';

export const overlappingConditions: Rule<SeccompPart> = {
  code: 'seccomp/overlapping-conditions',
  title: 'Conditions with different actions overlap',
  category: 'correctness',
  severity: 'warning',
  why:
    'Where two conditional rules for a call match at once, not the order in the file decides but libseccomp’s own: conditions on later arguments first, then equality before “less” before “greater”, then the higher operand. ' +
    'Write conditions that exclude each other.',
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
      "args": [{ "index": 0, "value": 4294967295, "valueTwo": 1, "op": "SCMP_CMP_MASKED_EQ" }]
    }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    const filter = input.filter(input.host.architecture);
    if (!filter || conflictOf(input)) return;
    const told = new Set<string>();
    const ruleOf = ({ effect }: RuleOrigin) => input.resolved.active(effect).rule;
    for (const [call, merged] of filter.entries) {
      for (const { earlier, later, winner, args } of merged.mayConflict ? overlapsIn(merged) : []) {
        const [first, second] = [ruleOf(earlier), ruleOf(later)];
        const key = `${first.index} ${second.index}`;
        if (told.has(key) || isClash(input, later.effect, earlier.effect)) continue;
        told.add(key);
        const decider = ruleOf(winner.origin);
        yield {
          span: input.placed(later).name.node.span,
          // The author most likely meant the earlier rule to come first.
          ...(decider === first && { severity: 'information' as const }),
          message: `For ${call}(${args.map(numberText).join(', ')}) rules ${first.index + 1} and ${second.index + 1} both match; rule ${decider.index + 1} decides (${outcome(winner.verdict)}).`,
          related: [{ span: input.placed(earlier).name.node.span, message: 'The other rule.' }],
        };
      }
    }
  }),
};

interface Overlap {
  readonly earlier: RuleOrigin;
  readonly later: RuleOrigin;
  readonly winner: Ruling<RuleOrigin>;
  /** For which both match, as far as they look. */
  readonly args: readonly bigint[];
}

/** Conditions on a call with different verdicts that match the same arguments. */
const overlapsIn = memo(({ always, conditional, tests }: MergedCall): readonly Overlap[] => {
  if (always || conditional.length < 2 || conditional.length > most) return [];
  return conditional.flatMap((later, i) =>
    conditional.slice(0, i).flatMap((earlier) => {
      if (sameVerdict(later.verdict, earlier.verdict)) return [];
      const args = sharedCall(earlier.comparisons, later.comparisons);
      const winner = args && firstRuling(tests, args);
      if (!args || !winner) return [];
      const shown = args.slice(0, Math.max(...[...earlier.comparisons, ...later.comparisons].map(({ arg }) => arg + 1)));
      return [{ earlier: earlier.origin, later: later.origin, winner, args: shown }];
    }),
  );
});

/** Pairs grow with the square; a profile with more conditions on one call is generated. */
const most = 40;
