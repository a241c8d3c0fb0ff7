import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { replace, withPlaceholder } from '../repair';

export const exactRepository: Rule<PolicyPart> = {
  code: 'policy/exact-repository',
  title: 'dockerRepository is not a repository',
  category: 'correctness',
  severity: 'error',
  why:
    '`dockerRepository` must be the name of a repository, or the loader refuses the file. ' +
    'No scheme, no wildcard, no upper-case letters in the path.',
  sources: [signatureAuthorities.reader, signatureAuthorities.names],
  example: {
    bad: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": {
        "type": "exactRepository",
        "dockerRepository": "registry.example.com/Team/app"
      }
    }
  ]
}
`,
    good: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": {
        "type": "exactRepository",
        "dockerRepository": "registry.example.com/team/app"
      }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'exact-repository'),
    (file, at, hint) => [replace(file, at, hint.replace) ?? withPlaceholder(file, at)],
  ),
};
