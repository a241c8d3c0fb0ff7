import type { Rule } from '../../../core';
import { repair, withoutMembers } from '../edits';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const metadataWithoutListener: Rule<SeccompPart> = {
  code: 'seccomp/metadata-without-listener',
  title: 'listenerMetadata without listenerPath has no effect',
  category: 'correctness',
  severity: 'warning',
  since: 'runc 1.1.0',
  why: 'The specification forbids `listenerMetadata` without `listenerPath`; the runtimes accept it and hand it to no agent.',
  sources: [from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "listenerMetadata": "team-a"
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW"
}
`,
  },
  check: onProfile(function* ({ profile, tree }) {
    const member = fieldOf(profile.node, 'listenerMetadata');
    if (!member || !profile.listenerMetadata?.value || profile.listenerPath?.value) return;
    yield {
      span: member.key.span,
      message: '`listenerMetadata` has no effect, because `listenerPath` is missing.',
      cure: () => [repair('Remove listenerMetadata', withoutMembers(tree, profile.node, [member]))],
    };
  }),
};
