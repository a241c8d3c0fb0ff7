import type { Rule } from '../../../core';
import { conflictOf, isClash } from '../clashes';
import { type Filter, firstRuling } from '../filter';
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
    for (const [call, { conditional, always }] of filter.entries) {
      if (always || conditional.length < 2 || conditional.length > most) continue;
      for (const [i, later] of conditional.entries()) {
        for (const earlier of conditional.slice(0, i)) {
          const key = `${earlier.origin.active.rule.index} ${later.origin.active.rule.index}`;
          if (
            told.has(key) ||
            sameVerdict(later.verdict, earlier.verdict) ||
            isClash(input, later.origin.active.rule, earlier.origin.active.rule)
          )
            continue;
          const args = sharedCall(earlier.comparisons, later.comparisons);
          const winner = args && decides(filter, call, args);
          if (!args || !winner) continue;
          told.add(key);
          const shown = args.slice(0, Math.max(...[...earlier.comparisons, ...later.comparisons].map(({ arg }) => arg + 1)));
          yield {
            span: later.origin.name.node.span,
            // The author most likely meant the earlier rule to come first.
            ...(winner.origin.active.rule === earlier.origin.active.rule && { severity: 'information' as const }),
            message: `For ${call}(${shown.map(numberText).join(', ')}) rules ${earlier.origin.active.rule.index + 1} and ${later.origin.active.rule.index + 1} both match; rule ${winner.origin.active.rule.index + 1} decides (${outcome(winner.verdict)}).`,
            related: [{ span: earlier.origin.name.node.span, message: 'The other rule.' }],
          };
        }
      }
    }
  }),
};

/** Pairs grow with the square; a profile with more conditions on one call is generated. */
const most = 40;

const decides = (filter: Filter, call: string, args: readonly bigint[]) => firstRuling(filter.entries.get(call)?.tests ?? [], args);
