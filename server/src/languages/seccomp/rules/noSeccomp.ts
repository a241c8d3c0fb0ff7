import type { Rule } from '../../../core';
import { change, withMember } from '../edits';
import { stated } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { headOf } from '../spans';

export const noSeccomp: Rule<SeccompPart> = {
  code: 'seccomp/no-seccomp',
  title: 'The profile switches seccomp off',
  category: 'security',
  severity: 'warning',
  why:
    'A profile without `defaultAction` and without rules means “no seccomp” to the Go loaders: the container runs unfiltered and nothing says so. ' +
    'crun refuses it. Give a `defaultAction`; use `seccomp=unconfined` where no filter is what you want.',
  sources: [from.moby, from.containers, from.crun],
  example: {
    bad: `{
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
}
`,
  },
  check: onProfile(function* ({ profile, resolved, tree }) {
    // A default action of the wrong type is told as that.
    if (!resolved.unconfined || tree.problems.length || (stated(profile.node, 'defaultAction') && !profile.defaultAction)) return;
    yield {
      span: headOf(profile.node),
      message: 'Without `defaultAction` and rules the container runs without seccomp.',
      cure: () => [
        change(
          'Add `"defaultAction": "SCMP_ACT_ERRNO"`…',
          withMember(tree, profile.node, 'defaultAction', 'SCMP_ACT_ERRNO', 'first'),
          'Every call then fails until rules allow it.',
        ),
      ],
    };
  }),
};
