import { listed, type Rule } from '../../../core';
import { findArchitecture } from '../../../knowledge';
import { renameKey, setValue } from '../../../tree';
import { change } from '../edits';
import { fieldOf } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const archMapDropped: Rule<SeccompPart> = {
  code: 'seccomp/arch-map-dropped',
  title: 'containerd drops archMap',
  category: 'compatibility',
  severity: 'warning',
  why:
    'containerd does not know `archMap`, so the filter covers the host’s own ABI and nothing else: a 32-bit program is killed at its first call. ' +
    'Write the ABIs as `architectures`.',
  sources: [from.containerd, from.libseccompProgram],
  example: {
    context: { target: 'containerd' },
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "archMap": [
    { "architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"] }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
}
`,
  },
  check: onProfile(function* ({ profile, loader, host, tree }) {
    const member = fieldOf(profile.node, 'archMap');
    if (loader.reader !== 'oci' || !member?.value || !profile.archMap.length) return;
    const entry = profile.archMap.find(({ architecture }) => architecture?.value === host.architecture.scmp);
    const own = [
      host.architecture.scmp,
      ...(entry?.subArchitectures ?? []).map(({ value }) => value).filter((value) => findArchitecture(value)),
    ];
    const lost = own.slice(1).map((scmp) => findArchitecture(scmp)?.name ?? scmp);
    const { value } = member;
    yield {
      span: member.key.span,
      message: `containerd drops \`archMap\`: ${lost.length ? `${listed(lost)} programs are killed at their first call` : 'the filter covers the host’s own ABI alone'}.`,
      cure: () =>
        profile.architectures.length
          ? []
          : [
              change(`Write it as architectures: ${own.join(', ')}`, [
                ...renameKey(member, 'architectures'),
                ...setValue(tree, value, own),
              ]),
            ],
    };
  }),
};
