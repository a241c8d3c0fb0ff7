import type { Rule } from '../../../core';
import { type Architecture, architectureNamed, findArchitecture, nearestArchitecture } from '../../../knowledge';
import { change, repair, reword } from '../edits';
import { architectureWords } from '../hosts';
import type { TextValue } from '../model';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';

export const unknownArchitecture: Rule<SeccompPart> = {
  code: 'seccomp/unknown-architecture',
  title: 'Unknown architecture',
  category: 'correctness',
  severity: 'error',
  why:
    'The runtimes refuse a profile with an architecture that they do not know: `SCMP_ARCH_AMD64`, `SCMP_ARCH_NATIVE` and lower case among them. ' +
    'crun alone accepts the short form `x86_64`.',
  sources: [from.spec, from.runcConfig, from.crun],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_AMD64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "architectures": ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
}
`,
  },
  check: onProfile(function* (input) {
    const { loader, host, tree, resolved } = input;
    if (resolved.unconfined) return;
    for (const { word, used } of architectureWords(input)) {
      if (findArchitecture(word.value)) continue;
      const short = shortForm(word);
      const taken = loader.runtime === 'crun' && short !== undefined;
      const meant = short ?? (/NATIVE$/i.test(word.value) ? host.architecture : nearestArchitecture(word.value));
      const consequence = taken
        ? 'crun takes the short form, runc refuses it'
        : used
          ? 'the runtime refuses the profile'
          : 'a host that it is for refuses the profile';
      yield {
        span: word.node.span,
        ...((taken || !used) && { severity: 'warning' as const }),
        message: `\`${word.value || '""'}\` is not an architecture of the specification: ${consequence}${meant ? `; did you mean \`${meant.scmp}\`?` : '.'}`,
        cure: () =>
          meant
            ? [(short ? repair : change)(`Write \`${meant.scmp}\``, reword(tree, word, meant.scmp))].map((fix) => ({
                ...fix,
                preferred: true,
              }))
            : [],
      };
    }
  }),
};

/** `x86_64`: crun lower-cases the word without the prefix and asks libseccomp. */
const shortForm = ({ value }: TextValue): Architecture | undefined =>
  /^SCMP_ARCH_/i.test(value) ? undefined : architectureNamed(value.toLowerCase());
