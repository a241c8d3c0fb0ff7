import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { type Node, setValue, stringOf } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { likelyType, mistakesOf } from '../reader';
import { acceptsAnything, repair } from '../repair';

export const requirementsNotAList: Rule<PolicyPart> = {
  code: 'policy/requirements-not-a-list',
  title: 'Requirements that are not in a list',
  category: 'correctness',
  severity: 'error',
  why:
    'Requirements are always written as a list, also when there is only one; the loader refuses anything else. ' +
    'The reader accepts an image only when it satisfies all requirements of the list.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": { "type": "reject" }
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'requirements-not-a-list'),
    (file, { member }) => {
      const value = member?.value;
      if (value?.kind === 'object') return [repair('Put it into a list', inList(value))];
      const meant = likelyType(stringOf(value) ?? '');
      return value && meant
        ? [
            repair(`Write as \`[{ "type": "${meant}" }]\``, setValue(file.tree, value, [{ type: meant }]), {
              safe: !acceptsAnything(meant),
            }),
          ]
        : [];
    },
  ),
};

const inList = ({ span }: Node) => [
  { span: { start: span.start, end: span.start }, text: '[' },
  { span: { start: span.end, end: span.end }, text: ']' },
];
