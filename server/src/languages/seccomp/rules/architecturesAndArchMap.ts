import type { Rule } from '../../../core';
import { change, withoutMembers } from '../edits';
import { fieldOf, listOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const architecturesAndArchMap: Rule<SeccompPart> = {
  code: 'seccomp/architectures-and-arch-map',
  title: 'The profile has both architectures and archMap',
  category: 'correctness',
  severity: 'error',
  why: 'Docker, Podman and CRI-O refuse a profile with both: `archMap` is turned into `architectures` when the host is known.',
  sources: [from.moby, from.containers],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64"],
  "archMap": [
    { "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "archMap": [
    { "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }
  ]
}
`,
  },
  check: onProfile(function* ({ profile, loader, tree, resolved }) {
    const architectures = fieldOf(profile.node, 'architectures');
    const archMap = fieldOf(profile.node, 'archMap');
    if (loader.reader === 'oci' || resolved.unconfined || !architectures || !archMap) return;
    if (!listOf(architectures.value)?.items.length || !listOf(archMap.value)?.items.length) return;
    yield {
      span: archMap.key.span,
      message: '`architectures` and `archMap` exclude each other: the profile does not load with both.',
      related: [{ span: architectures.key.span, message: 'The other one.' }],
      cure: () => [
        change('Remove `architectures`', withoutMembers(tree, profile.node, [architectures])),
        change('Remove `archMap`', withoutMembers(tree, profile.node, [archMap])),
      ],
    };
  }),
};
