import type { Rule } from '../../../core';
import { type Member, membersOf } from '../../../tree';
import { change, withoutMembers } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const duplicateKey: Rule<SeccompPart> = {
  code: 'seccomp/duplicate-key',
  title: 'Duplicate key in one object',
  category: 'correctness',
  severity: 'warning',
  why:
    'Of two equal keys Go’s decoder silently keeps the last, so the first is lost. ' +
    'crun refuses such a configuration. Keys that differ only in case are equal to Go.',
  sources: [from.goJson, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultAction": "SCMP_ACT_ALLOW"
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW"
}
`,
  },
  check: onEachRule(function* ({ places, tree }) {
    for (const { node } of places()) {
      if (node.kind !== 'object') continue;
      const last = new Map<string, Member>();
      for (const member of membersOf(node)) last.set(String(member.key.value).toLowerCase(), member);
      for (const member of membersOf(node)) {
        const winner = last.get(String(member.key.value).toLowerCase());
        if (!winner || winner === member) continue;
        yield {
          span: member.key.span,
          message: `\`${member.key.value}\` is given again below, and the last one counts: this value is lost.`,
          related: [{ span: winner.key.span, message: 'This one counts.' }],
          tags: ['unnecessary'],
          cure: () => [change('Remove the value that is lost', withoutMembers(tree, node, [member]))],
        };
      }
    }
  }),
};
