import type { Rule } from '../../../core';
import { type ArgumentComparison, alternativesOf, comparisonOf, isMet, repeatsIndex } from '../comparison';
import type { SeccompPart } from '../part';
import { vectorsFor } from '../regions';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';
import { headOf } from '../spans';
import { comparisonText } from '../wording';

export const repeatedIndex: Rule<SeccompPart> = {
  code: 'seccomp/repeated-index',
  title: 'Repeated args index: conditions become alternatives',
  category: 'correctness',
  severity: 'warning',
  why:
    'libseccomp takes one condition for each argument; where an index repeats, runc and crun make a rule of every condition of the list, so that **one that matches is enough**, also among those on other arguments. ' +
    'A range “from 10 to 20” so becomes “anything”, and two NOT-EQUALs let everything through.',
  sources: [from.runc, from.crun, { title: 'runc issue 2735', url: 'https://github.com/opencontainers/runc/issues/2735' }],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [
        { "index": 1, "value": 10, "op": "SCMP_CMP_GE" },
        { "index": 1, "value": 20, "op": "SCMP_CMP_LE" }
      ]
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["lseek"],
      "action": "SCMP_ACT_ALLOW",
      "args": [{ "index": 1, "value": 20, "op": "SCMP_CMP_LE" }]
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile }) {
    for (const rule of profile.rules) {
      const comparisons = rule.args.flatMap((condition) => comparisonOf(condition) ?? []);
      if (!repeatsIndex(comparisons)) continue;
      const seen = new Set<number>();
      const repeated = comparisons.find(({ arg }) => seen.has(arg) || !seen.add(arg));
      const condition = repeated?.condition;
      if (!condition) continue;
      const call = rule.names[0]?.value ?? '';
      // Tested one by one for a value, as the alternatives of `|` in C are, is what people mean by several masks.
      const always = holdsAlways(comparisons);
      const first = comparisons.find(({ arg }) => arg === repeated.arg);
      yield {
        span: condition.index?.node.span ?? headOf(condition.node),
        message: always
          ? `One of these conditions matches every value of argument ${repeated.arg}, and one is enough: the rule applies always.`
          : `Argument ${repeated.arg} has a condition already, so they become alternatives: \`${first ? comparisonText(first, call) : ''}\` or \`${comparisonText(repeated, call)}\`${comparisons.length > 2 ? ' or any other of the list' : ''}.`,
        ...(!always && meansAlternatives(comparisons) && { severity: 'hint' as const }),
        ...(first?.condition && {
          related: [{ span: first.condition.index?.node.span ?? headOf(first.condition.node), message: 'The other condition.' }],
        }),
      };
    }
  }),
};

function holdsAlways(comparisons: readonly ArgumentComparison[]): boolean {
  const alternatives = alternativesOf(comparisons.flatMap(({ condition }) => condition ?? []));
  const { vectors, cut } = vectorsFor(comparisons);
  return !cut && vectors.every((args) => alternatives.some((all) => all.every((comparison) => isMet(comparison, args))));
}

/** All on one argument and each for one value or flag: they can’t have been meant to match together. */
const meansAlternatives = (comparisons: readonly ArgumentComparison[]): boolean =>
  new Set(comparisons.map(({ arg }) => arg)).size === 1 &&
  comparisons.every(({ op }) => op === 'SCMP_CMP_EQ' || op === 'SCMP_CMP_MASKED_EQ');
