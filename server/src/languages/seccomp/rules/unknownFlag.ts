import { nearest, type Rule } from '../../../core';
import { change, reword, withoutItems } from '../edits';
import type { SeccompPart } from '../part';
import { onProfile } from '../ruleInput';
import { from } from '../sources';
import { flagNames } from '../words';

export const unknownFlag: Rule<SeccompPart> = {
  code: 'seccomp/unknown-flag',
  title: 'Unknown flag',
  category: 'correctness',
  severity: 'error',
  why:
    'The runtimes refuse a profile with a flag that is not one of the four of the specification. ' +
    'The kernel has more (NEW_LISTENER, TSYNC_ESRCH), which the runtime sets itself where it needs them.',
  sources: [from.spec, from.runcConfig, from.crun],
  example: {
    context: { target: 'podman' },
    bad: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "flags": ["SECCOMP_FILTER_FLAG_LOGS"]
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ALLOW",
  "flags": ["SECCOMP_FILTER_FLAG_LOG"]
}
`,
  },
  check: onProfile(function* ({ profile, tree, resolved }) {
    if (resolved.unconfined) return;
    for (const word of profile.flags ?? []) {
      if (flagNames.includes(word.value)) continue;
      if (setByRuntimes.has(word.value)) {
        yield {
          span: word.node.span,
          message: `\`${word.value}\` is not a flag for profiles: libseccomp sets it where it is needed, and the runtimes refuse the profile.`,
          cure: () =>
            word.node.parent?.kind === 'array' ? [change('Remove the flag', withoutItems(tree, word.node.parent, [word.node]))] : [],
        };
        continue;
      }
      const meant = nearest(word.value, flagNames) ?? flagNames.find((name) => name.endsWith(`_${word.value.toUpperCase()}`));
      yield {
        span: word.node.span,
        message: `\`${word.value || '""'}\` is not a flag of the specification: the runtimes refuse the profile${meant ? `; did you mean \`${meant}\`?` : '.'}`,
        cure: () => (meant ? [{ ...change(`Write \`${meant}\``, reword(tree, word, meant)), preferred: true }] : []),
      };
    }
  }),
};

/** Flags of the kernel that libseccomp sets itself: the first where a rule notifies, the second where a filter is for all threads. */
const setByRuntimes: ReadonlySet<string> = new Set(['SECCOMP_FILTER_FLAG_NEW_LISTENER', 'SECCOMP_FILTER_FLAG_TSYNC_ESRCH']);
