import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { removal } from '../repair';

export const pkiWithRekor: Rule<PolicyPart> = {
  code: 'policy/pki-with-rekor',
  title: 'pki with a transparency log',
  category: 'correctness',
  severity: 'error',
  since: 'containers/image 5.34.1',
  why:
    '`pki` is not combined with a transparency log: the loader refuses a `rekorPublicKey…` field beside it. ' +
    'Certificates of an own authority are judged by their chain alone; the time of signing is not proved.',
  sources: [signatureAuthorities.sigstoreReader],
  example: {
    bad: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "pki": {
        "caRootsPath": "/etc/pki/containers/root.pem",
        "subjectEmail": "release@example.com"
      },
      "rekorPublicKeyPath": "/etc/pki/containers/rekor.pub",
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
    good: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "pki": {
        "caRootsPath": "/etc/pki/containers/root.pem",
        "subjectEmail": "release@example.com"
      },
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'pki-with-rekor'),
    (file, at) => [removal(file, at)],
  ),
};
