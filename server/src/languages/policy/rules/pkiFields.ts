import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { filled, filledIn, keepChoices } from '../repair';

export const pkiFields: Rule<PolicyPart> = {
  code: 'policy/pki-fields',
  title: 'pki is incomplete',
  category: 'correctness',
  severity: 'error',
  since: 'containers/image 5.34.1',
  why:
    '`pki` needs one source of root certificates, at most one of intermediate ones, and `subjectEmail` or `subjectHostname`; else the loader refuses the file. ' +
    'With both subjects, both must be in the certificate.',
  sources: [signatureAuthorities.sigstoreReader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "pki": { "caRootsPath": "/etc/pki/containers/root.pem" },
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
    (file) => mistakesOf(file, 'pki-fields'),
    (file, at, hint) => {
      if (hint.empty === true) return filled(file, at);
      const object = at.member?.value?.kind === 'object' ? at.member.value : undefined;
      return keepChoices(file, at, hint.keep) ?? filledIn(file, object, hint.missing);
    },
  ),
};
