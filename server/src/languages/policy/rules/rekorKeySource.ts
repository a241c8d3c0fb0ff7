import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { keepChoices } from '../repair';

export const rekorKeySource: Rule<PolicyPart> = {
  code: 'policy/rekor-key-source',
  title: 'Several sources for the keys of the log',
  category: 'correctness',
  severity: 'error',
  why:
    'At most one of the four `rekorPublicKey…` fields may be there, or the loader refuses the file. ' +
    'Several logs of which any may have recorded the signature go into one of the two lists (since containers/image 5.32.2).',
  sources: [signatureAuthorities.sigstoreReader],
  example: {
    bad: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "keyPath": "/etc/pki/containers/team.pub",
      "rekorPublicKeyPath": "/etc/pki/containers/rekor.pub",
      "rekorPublicKeyData": "cmVrb3I=",
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
      "rekorPublicKeyPath": "/etc/pki/containers/rekor.pub",
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'rekor-key-source'),
    (file, at, hint) => keepChoices(file, at, hint.keep) ?? [],
  ),
};
