import type { Rule } from '../../../core';
import { findArchitecture } from '../../../knowledge';
import { change, withoutItems } from '../edits';
import { architectureWords } from '../hosts';
import type { SeccompPart } from '../part';
import { from } from '../sources';
import { cured } from '../spots';

export const architectureOfRunc: Rule<SeccompPart> = {
  code: 'seccomp/architecture-of-runc',
  title: 'runc does not know an architecture',
  category: 'compatibility',
  severity: 'error',
  why:
    'runc knows fewer architectures than the specification and refuses a profile with another one: PARISC, PARISC64, M68K, SH and SHEB in every release, RISCV64 before 1.1.8 and LOONGARCH64 before 1.4.1. ' +
    'On a host of another kind the entry does nothing but to keep such a release from starting the container.',
  sources: [from.runcConfig, from.spec],
  example: {
    bad: '{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_SH"] }',
    good: '{ "defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"] }',
  },
  ...cured(function* (scene) {
    const { host, loader, tree } = scene;
    if (loader.runtime !== 'runc') return;
    for (const { word, used } of architectureWords(scene)) {
      const abi = findArchitecture(word.value);
      if (!used || !abi?.runc || abi === host.architecture) continue;
      const who = abi.runc === 'never' ? 'runc' : `runc before ${abi.runc}`;
      yield {
        span: word.node.span,
        message: `${who} refuses the profile for \`${word.value}\`, and no program on ${host.architecture.name} needs it.`,
        cure: () => {
          const list = word.node.parent;
          return list?.kind === 'array' ? [change(`Remove ${word.value}`, withoutItems(tree, list, [word.node]))] : [];
        },
      };
    }
  }),
};
