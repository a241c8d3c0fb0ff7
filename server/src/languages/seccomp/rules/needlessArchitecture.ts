import type { Rule } from '../../../core';
import { type Architecture, findArchitecture } from '../../../knowledge';
import { change, withoutItems } from '../edits';
import { architectureWords } from '../hosts';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const needlessArchitecture: Rule<SeccompPart> = {
  code: 'seccomp/needless-architecture',
  title: 'An architecture keeps some releases from starting the container',
  category: 'compatibility',
  severity: 'error',
  why:
    'Not every runtime knows every architecture of the specification, and one that does not refuses the profile: runc accepts RISCV64 since 1.1.8, LOONGARCH64 since 1.4.1 and PARISC, M68K and SH never; crun accepts what its libseccomp knows, LOONGARCH64, M68K and SH from 2.6. ' +
    'On a host of another kind the entry has no use, since no such program can run there.',
  sources: [from.runcConfig, from.crun, from.spec],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32", "SCMP_ARCH_SH"]
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
      const who = abi && used && abi !== host.architecture ? refuser(abi, host.architecture, loader.runtime) : undefined;
      if (!who) continue;
      yield {
        span: word.node.span,
        message: `${who} refuses the profile for \`${word.value}\`, which no program on ${host.architecture.name} needs.`,
        cure: () => {
          const list = word.node.parent;
          return list?.kind === 'array' ? [change(`Remove ${word.value}`, withoutItems(tree, list, [word.node]))] : [];
        },
      };
    }
  }),
};

/** Known to libseccomp since 2.6. */
const newToLibseccomp: ReadonlySet<string> = new Set(['loongarch64', 'm68k', 'sh', 'sheb']);

function refuser(abi: Architecture, host: Architecture, runtime: 'runc' | 'crun'): string | undefined {
  if (runtime === 'runc') return abi.runc === undefined ? undefined : abi.runc === 'never' ? 'runc' : `runc before ${abi.runc}`;
  // The other byte order is refused by every release, and told as that.
  return newToLibseccomp.has(abi.name) && abi.endian === host.endian ? 'crun with libseccomp before 2.6' : undefined;
}
