import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { filledIn } from '../repair';

export const fulcioWithoutRekor: Rule<PolicyPart> = {
  code: 'policy/fulcio-without-rekor',
  title: 'fulcio without a transparency log',
  category: 'correctness',
  severity: 'error',
  since: 'containers/image 5.24.0',
  why:
    '`fulcio` needs the key of a transparency log, and the loader refuses the file without one. ' +
    'A certificate of Fulcio is valid for ten minutes. Only the signed entry of a log proves that the signature was made while it was.',
  sources: [signatureAuthorities.sigstoreReader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "fulcio": {
        "caPath": "/etc/pki/containers/fulcio.pem",
        "oidcIssuer": "https://login.example.com",
        "subjectEmail": "release@example.com"
      },
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
    good: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "rekorPublicKeyPath": "/etc/pki/containers/rekor.pub",
      "fulcio": {
        "caPath": "/etc/pki/containers/fulcio.pem",
        "oidcIssuer": "https://login.example.com",
        "subjectEmail": "release@example.com"
      },
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'fulcio-without-rekor'),
    (file, at) => filledIn(file, at.object, ['rekorPublicKeyPath']),
  ),
};
