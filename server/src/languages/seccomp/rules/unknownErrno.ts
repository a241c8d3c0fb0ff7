import { nearest, type Rule } from '../../../core';
import { containersErrnos } from '../../../knowledge';
import { change, repair, reword } from '../edits';
import type { SeccompPart } from '../part';
import { onEachRule } from '../ruleInput';
import { from } from '../sources';

export const unknownErrno: Rule<SeccompPart> = {
  code: 'seccomp/unknown-errno',
  title: 'Unknown error name',
  category: 'correctness',
  severity: 'error',
  why:
    'Podman, Buildah and CRI-O refuse a profile with an error name that is not on their list, in a rule that applies or as default. ' +
    'The list has 82 names, upper case, EPERM to ENOTRECOVERABLE; a decimal number in quotes is accepted too.',
  sources: [from.containers, from.containersErrnos],
  example: {
    bad: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrno": "ENOSIS"
}
`,
    good: `{
  "defaultAction": "SCMP_ACT_ERRNO",
  "defaultErrno": "ENOSYS"
}
`,
  },
  check: onEachRule(function* ({ profile, loader, tree }) {
    if (loader.reader !== 'containers') return;
    const places = [
      { word: profile.defaultErrno, within: undefined },
      ...profile.rules.map((rule) => ({ word: rule.errno, within: rule })),
    ];
    for (const { word, within } of places) {
      if (!word?.value || /^\d+$/.test(word.value) || containersErrnos().has(word.value)) continue;
      const upper = word.value.toUpperCase();
      const meant = nearest(upper, containersErrnos());
      yield {
        ...(within && { within }),
        span: word.node.span,
        message: `\`${word.value}\` is not an error that containers/common knows: the profile does not load${meant ? `; did you mean \`${meant}\`?` : '.'}`,
        cure: () => (meant ? [(meant === upper ? repair : change)(`Write \`${meant}\``, reword(tree, word, meant))] : []),
      };
    }
  }),
};
