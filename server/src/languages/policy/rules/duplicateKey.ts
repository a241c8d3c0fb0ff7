import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { toValue } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { removal, shown } from '../repair';

export const duplicateKey: Rule<PolicyPart> = {
  code: 'policy/duplicate-key',
  title: 'Duplicate key in one object',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader refuses an object that has the same key twice. ' +
    'Other JSON readers take the last one without a word; here two lists for one scope would leave open which one counts, so it is an error. ' +
    'Keys are compared after their escapes are read. Write requirements that an image must satisfy together in one list.',
  sources: [signatureAuthorities.objects],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "default": [{ "type": "reject" }]
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  // Where another server checks JSON it marks both keys.
  check: onPolicy(
    (file, { ownsStructure }) => (ownsStructure ? mistakesOf(file, 'duplicate-key') : []),
    (file, at) => {
      const first = at.object?.members.find((member) => member.key.value === at.member?.key.value);
      if (!first || !at.member) return [];
      const same = JSON.stringify(toValue(first.value)) === JSON.stringify(toValue(at.member.value));
      const second = removal(file, at, same);
      const other = removal(file, { node: first.key, member: first });
      const name = shown(String(first.key.value));
      return [
        second && { ...second, title: `Remove the second ${name}`, preferred: same },
        same ? undefined : other && { ...other, title: `Remove the first ${name}` },
      ];
    },
  ),
};
