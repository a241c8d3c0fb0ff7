import type { Rule } from '../../../core';
import { findArchitecture } from '../../../knowledge';
import { change, withoutItems } from '../edits';
import { architectureWords } from '../hosts';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const foreignByteOrder: Rule<SeccompPart> = {
  code: 'seccomp/foreign-byte-order',
  title: 'Architecture with a different byte order',
  category: 'correctness',
  severity: 'error',
  why:
    'One filter cannot cover ABIs of both byte orders: libseccomp refuses the second (EDOM), and the container does not start. ' +
    'Docker, Podman and CRI-O choose by host with `archMap`; for containerd keep one profile for each kind of node.',
  sources: [from.libseccompMerge, from.runc, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_S390X"]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
}
`,
  },
  check: onProfile(function* (input) {
    const { host, loader, tree } = input;
    for (const { word, used } of architectureWords(input)) {
      const abi = findArchitecture(word.value);
      if (!used || !abi || abi.endian === host.architecture.endian || (loader.runtime === 'runc' && abi.runc === 'never')) continue;
      yield {
        span: word.node.span,
        message: `\`${word.value}\` is ${abi.endian}-endian and ${host.architecture.name} is not: libseccomp refuses the filter.`,
        cure: () => {
          const list = word.node.parent;
          return list?.kind === 'array' ? [change(`Remove ${word.value}`, withoutItems(tree, list, [word.node]))] : [];
        },
      };
    }
  }),
};
