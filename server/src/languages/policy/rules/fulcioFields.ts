import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { filled, filledIn, keepChoices } from '../repair';

export const fulcioFields: Rule<PolicyPart> = {
  code: 'policy/fulcio-fields',
  title: 'fulcio is incomplete',
  category: 'correctness',
  severity: 'error',
  since: 'containers/image 5.24.0',
  why:
    '`fulcio` requires one source of certificates (`caPath` or `caData`), `oidcIssuer` and `subjectEmail`. The loader refuses the file when one of them is missing or empty. ' +
    'The certificate authority alone proves nothing: everyone can get a certificate. Who signed is told by the issuer and the e-mail address, which are compared exactly.',
  sources: [signatureAuthorities.sigstoreReader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "fulcio": {
        "caPath": "/etc/pki/containers/fulcio.pem",
        "oidcIssuer": "https://login.example.com"
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
      "fulcio": {
        "caPath": "/etc/pki/containers/fulcio.pem",
        "oidcIssuer": "https://login.example.com",
        "subjectEmail": "release@example.com"
      },
      "rekorPublicKeyPath": "/etc/pki/containers/rekor.pub",
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'fulcio-fields'),
    (file, at, hint) => {
      if (hint.empty === true) return filled(file, at);
      const object = at.member?.value?.kind === 'object' ? at.member.value : undefined;
      return keepChoices(file, at, hint.keep) ?? filledIn(file, object, hint.missing);
    },
  ),
};
