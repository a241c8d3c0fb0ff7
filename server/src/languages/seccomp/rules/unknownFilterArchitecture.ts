import type { Rule } from '../../../core';
import { architectureOfFilter, nearestArchitecture } from '../../../knowledge';
import { change, reword } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const unknownFilterArchitecture: Rule<SeccompPart> = {
  code: 'seccomp/unknown-filter-architecture',
  title: 'Unknown architecture in includes or excludes',
  category: 'correctness',
  severity: 'warning',
  why:
    'The words of `arches` are Go’s names of hosts (`amd64`, `arm64`, `ppc64le`), not the `SCMP_ARCH_…` of `architectures`. ' +
    'A word that is no host’s name never matches: a rule that includes it never applies, one that excludes it always does. `x32` is an ABI and no host.',
  sources: [from.moby, from.containers],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    },
    {
      "names": ["arch_prctl"],
      "action": "SCMP_ACT_ALLOW",
      "includes": { "arches": ["x86_64"] }
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["close", "execve", "exit_group", "futex", "read", "rt_sigreturn", "write"],
      "action": "SCMP_ACT_ALLOW"
    },
    {
      "names": ["arch_prctl"],
      "action": "SCMP_ACT_ALLOW",
      "includes": { "arches": ["amd64"] }
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    if (loader.reader === 'oci') return;
    for (const rule of profile.rules) {
      for (const filter of [rule.includes, rule.excludes]) {
        for (const word of filter?.arches ?? []) {
          if (architectureOfFilter(word.value)) continue;
          const meant = nearestArchitecture(word.value)?.filter;
          yield {
            span: word.node.span,
            message: `No host is called \`${word.value}\` here, so this never matches${meant ? `; did you mean \`${meant}\`?` : '.'}`,
            cure: () =>
              meant
                ? [{ ...change(`Write \`${meant}\`…`, reword(tree, word, meant), 'The condition then takes effect.'), preferred: true }]
                : [],
          };
        }
      }
    }
  }),
};
