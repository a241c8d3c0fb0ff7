import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { setValue } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { change, repair } from '../repair';

export const requirementsEmpty: Rule<PolicyPart> = {
  code: 'policy/requirements-empty',
  title: 'An empty list of requirements',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader refuses an empty list of requirements, and `null` in its place. ' +
    'An empty list is ambiguous: it could refuse or accept every image. Write which: `reject` refuses every image, `insecureAcceptAnything` accepts every one unchecked.',
  sources: [signatureAuthorities.reader],
  example: {
    bad: `{
  "default": [],
  "transports": {
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'requirements-empty'),
    (file, { member }) =>
      member?.value
        ? [
            { ...repair('Refuse every image with `reject`', setValue(file.tree, member.value, [{ type: 'reject' }])), safe: false },
            change(
              'Accept every image unchecked…',
              setValue(file.tree, member.value, [{ type: 'insecureAcceptAnything' }]),
              'Images are no longer checked here.',
            ),
          ]
        : [],
  ),
};
