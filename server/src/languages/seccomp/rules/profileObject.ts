import type { Report, Rule } from '../../../core';
import { isNull } from '../../../tree';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { smallest } from '../spans';

export const profileObject: Rule<SeccompPart> = {
  code: 'seccomp/profile-object',
  title: 'The profile is not an object',
  category: 'correctness',
  severity: 'error',
  why:
    'Every Go loader refuses a profile whose outermost value is not an object. ' +
    'A list of rules belongs under `syscalls`, beside a `defaultAction`.',
  sources: [from.spec, from.goJson],
  example: {
    bad: `[
  { "defaultAction": "SCMP_ACT_ALLOW" }
]
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW"
}
`,
  },
  *check({ tree, root, object, profile, text }): Iterable<Report> {
    if (profile || (tree.syntax === 'yaml' && !object)) return;
    if (isNull(root) && root) {
      yield { span: root.span, severity: 'warning', message: 'Go reads null as an empty profile: the container runs without seccomp.' };
      return;
    }
    if (root) yield { span: smallest(root), message: 'A profile must be an object in `{}`: every loader refuses this value.' };
    else if (tree.root) yield { span: smallest(tree.root), message: 'The SeccompProfile object has no profile: its `spec` is missing.' };
    else if (!tree.problems.length)
      yield { span: { start: 0, end: Math.min(1, text.length) }, message: 'The file is empty: every loader refuses it.' };
  },
};
