import type { Rule } from '../../../core';
import { capabilities, findCapability, nearestCapability } from '../../../knowledge';
import { change, reword } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const unknownCapability: Rule<SeccompPart> = {
  code: 'seccomp/unknown-capability',
  title: 'A condition names a capability that no container has',
  category: 'correctness',
  severity: 'warning',
  why:
    'The words of `caps` are compared letter by letter with the full names of the bounding set: without `CAP_`, in lower case or misspelled they never match. ' +
    'A rule that includes such a word never applies, one that excludes it always does, and nothing says so.',
  sources: [from.moby, from.containers, { title: 'capabilities(7)', url: 'https://man7.org/linux/man-pages/man7/capabilities.7.html' }],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["mount"],
      "action": "SCMP_ACT_ALLOW",
      "includes": { "caps": ["SYS_ADMIN"] }
    }
  ]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "syscalls": [
    {
      "names": ["mount"],
      "action": "SCMP_ACT_ALLOW",
      "includes": { "caps": ["CAP_SYS_ADMIN"] }
    }
  ]
}
`,
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    if (loader.reader === 'oci') return;
    const names = new Set(capabilities().map(({ name }) => name));
    for (const rule of profile.rules) {
      for (const [filter, effect] of [
        [rule.includes, 'the rule never applies'],
        [rule.excludes, 'the exclusion never applies'],
      ] as const) {
        for (const word of filter?.caps ?? []) {
          if (names.has(word.value)) continue;
          const meant = (findCapability(word.value) ?? nearestCapability(word.value))?.name;
          yield {
            span: word.node.span,
            message: `No container has \`${word.value}\`, so ${effect}${meant ? `; did you mean \`${meant}\`?` : '.'}`,
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
