import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { removal } from '../repair';

export const sigstoreKeysEmpty: Rule<PolicyPart> = {
  code: 'policy/sigstore-keys-empty',
  title: 'An empty list of keys',
  category: 'correctness',
  severity: 'error',
  since: 'containers/image 5.32.2',
  why:
    'A list of keys in `sigstoreSigned` must have at least one entry; the loader refuses an empty one and `null`. ' +
    'Without the field, where that is allowed, nothing is required.',
  sources: [signatureAuthorities.sigstoreReader],
  example: {
    bad: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "keyPath": "/etc/pki/containers/team.pub",
      "rekorPublicKeyPaths": [],
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
    good: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "keyPath": "/etc/pki/containers/team.pub",
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'sigstore-keys-empty'),
    (file, at) => [removal(file, at)],
  ),
};
