import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { filled, filledIn, keepChoices } from '../repair';

export const sigstoreKeySource: Rule<PolicyPart> = {
  code: 'policy/sigstore-key-source',
  title: 'sigstoreSigned without what it trusts, or with several sources',
  category: 'correctness',
  severity: 'error',
  since: 'containers/image 5.22.0',
  why:
    '`sigstoreSigned` trusts exactly one of `keyPath`, `keyPaths`, `keyData`, `keyDatas`, `fulcio` and `pki`; the loader refuses the file when no source or several are written. ' +
    'An empty path and `null` count as absent. A transparency log (`rekorPublicKey…`) alone is not a source of trust. "This key or keyless" cannot be written.',
  sources: [signatureAuthorities.sigstoreReader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
    good: `{
  "default": [
    {
      "type": "sigstoreSigned",
      "keyPath": "/etc/pki/containers/signer.pub",
      "signedIdentity": { "type": "matchRepository" }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'sigstore-key-source'),
    (file, at, hint) =>
      hint.empty === true
        ? filled(file, at, 'sigstoreSigned')
        : (keepChoices(file, at, hint.keep) ?? filledIn(file, at.object, ['keyPath'], 'sigstoreSigned')),
  ),
};
