import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { setValue } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { repair } from '../repair';

export const baseLayerIdentity: Rule<PolicyPart> = {
  code: 'policy/base-layer-identity',
  title: 'signedBaseLayer without baseLayerIdentity',
  category: 'correctness',
  severity: 'error',
  why:
    '`signedBaseLayer` needs `baseLayerIdentity`, or the loader refuses the file. ' +
    'No release implements the requirement: complete, it loads and refuses every image. `reject` has the same effect.',
  sources: [signatureAuthorities.reader],
  example: {
    bad: `{
  "default": [{ "type": "signedBaseLayer" }]
}
`,
    good: `{
  "default": [{ "type": "reject" }]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'base-layer-identity'),
    (file, at) => [at.object ? repair('Replace by `reject`', setValue(file.tree, at.object, { type: 'reject' })) : undefined],
  ),
};
