import type { Rule } from '../../../core';
import { membersOf, renameKey } from '../../../tree';
import { repair } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { declaredName } from '../shape';
import { from } from '../sources';

export const keyCase: Rule<SeccompPart> = {
  code: 'seccomp/key-case',
  title: 'Key in the wrong case',
  category: 'compatibility',
  severity: 'warning',
  why:
    'Go’s decoder matches keys without regard to case, other readers do not: crun refuses a profile whose `defaultAction` is written `DefaultAction`. ' +
    'Tools in other languages that read the profile ignore the key.',
  sources: [from.goJson, from.crun],
  example: {
    bad: `{
  "DefaultAction": "SCMP_ACT_ALLOW"
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW"
}
`,
  },
  check: onEachRule(function* ({ places }) {
    for (const { node, shape } of places()) {
      for (const member of membersOf(node)) {
        const name = declaredName(shape, member);
        if (name === undefined || name === member.key.value) continue;
        yield {
          span: member.key.span,
          message: `\`${member.key.value}\` is read as \`${name}\` by Go only; crun and other readers do not know the key.`,
          cure: () => [repair(`Rename to \`${name}\``, renameKey(member, name))],
        };
      }
    }
  }),
};
