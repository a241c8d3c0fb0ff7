import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { filled, filledIn, keepChoices } from '../repair';

export const gpgKeySource: Rule<PolicyPart> = {
  code: 'policy/gpg-key-source',
  title: 'signedBy without its keys, or with several sources',
  category: 'correctness',
  severity: 'error',
  why:
    '`signedBy` reads its keys from exactly one of `keyPath`, `keyPaths` and `keyData`; the loader refuses the file when no source or several are written. ' +
    'An empty string and `null` count as absent. Several keys of which any may have signed go into `keyPaths` (since containers/image 5.22), or into one key ring.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "signedBy", "keyType": "GPGKeys" }]
}
`,
    good: `{
  "default": [
    { "type": "signedBy", "keyPath": "/etc/pki/containers/signer.gpg", "keyType": "GPGKeys" }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'gpg-key-source'),
    (file, at, hint) =>
      hint.empty === true
        ? filled(file, at, 'signedBy')
        : (keepChoices(file, at, hint.keep) ?? filledIn(file, at.object, ['keyPath'], 'signedBy')),
  ),
};
