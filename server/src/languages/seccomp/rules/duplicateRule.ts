import type { Rule } from '../../../core';
import { callsOf, clashesOf } from '../clashes';
import { change, withoutNames } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { someNames } from '../wording';

export const duplicateRule: Rule<SeccompPart> = {
  code: 'seccomp/duplicate-rule',
  title: 'Duplicate rule for a system call',
  category: 'style',
  severity: 'hint',
  why:
    'Where a rule without conditions decides for a call, another with the same action adds nothing, with conditions or without. ' +
    'Conditions beside it mislead: they look like a restriction but restrict nothing.',
  sources: [from.libseccompMerge],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "write"], "action": "SCMP_ACT_ALLOW" },
    { "names": ["read"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    { "names": ["read", "write"], "action": "SCMP_ACT_ALLOW" }
  ]
}
`,
  },
  check: onProfile(function* (input) {
    for (const clash of clashesOf(input)) {
      if (!clash.agree || clash.added === clash.older || clash.kind === 'conflict') continue;
      // The one that does not count: the later one, or the conditional one that a later rule swallows.
      const side = clash.kind === 'swallowed' ? ('older' as const) : ('added' as const);
      const other = side === 'older' ? 'added' : 'older';
      const [first] = clash.places;
      if (!first) continue;
      const lost = first[side].active.conditions.length > 0 ? 'The conditions have no effect: ' : '';
      yield {
        span: first[side].name.node.span,
        message: `${lost}${lost ? 'a' : 'A'} rule ${clash.kind === 'wider' ? 'with fewer' : 'without'} conditions does the same for ${someNames(callsOf(clash))}.`,
        related: clash.places.slice(0, 10).map((place) => ({
          span: place[other].name.node.span,
          message: `\`${place[other].name.value}\` ${clash.kind === 'wider' ? 'with fewer' : 'without'} conditions.`,
        })),
        tags: ['unnecessary'],
        cure: () => [
          change(
            `Remove ${someNames(callsOf(clash))} from this rule`,
            withoutNames(
              input.tree,
              clash[side],
              clash.places.map((place) => place[side].name),
            ),
          ),
        ],
      };
    }
  }),
};
