import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { added, repair, replace } from '../repair';

export const keyType: Rule<PolicyPart> = {
  code: 'policy/key-type',
  title: 'Unknown key type',
  category: 'correctness',
  severity: 'error',
  why:
    '`signedBy` must have a `keyType` that the loader knows, or the file is refused. ' +
    '`GPGKeys` is the only one that works. `signedByGPGKeys`, `X509Certificates` and `signedByX509CAs` load and then refuse every image.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "signedBy", "keyPath": "/etc/pki/containers/team.gpg" }]
}
`,
    good: `{
  "default": [
    { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'key-type'),
    (file, at, hint) => [
      replace(file, at, hint.replace),
      hint.add !== undefined ? repair('Add `"keyType": "GPGKeys"`', added(file, at.object, { keyType: hint.add })) : undefined,
    ],
  ),
};
