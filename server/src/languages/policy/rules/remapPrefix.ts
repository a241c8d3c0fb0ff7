import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { replace, withPlaceholder } from '../repair';

export const remapPrefix: Rule<PolicyPart> = {
  code: 'policy/remap-prefix',
  title: 'prefix of remapIdentity is not a registry, namespace or repository',
  category: 'correctness',
  severity: 'error',
  why:
    '`prefix` and `signedPrefix` must be a registry, a namespace or a repository, written in full; else the loader refuses the file. ' +
    'No scheme, no wildcard, no tag, no slash at the end, lower case in the path. Short names are not completed: `docker.io/library/busybox`, not `busybox`.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": {
        "type": "remapIdentity",
        "prefix": "https://mirror.example.com/",
        "signedPrefix": "registry.example.com"
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
        "type": "remapIdentity",
        "prefix": "mirror.example.com",
        "signedPrefix": "registry.example.com"
      }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'remap-prefix'),
    (file, at, hint) => [replace(file, at, hint.replace) ?? withPlaceholder(file, at)],
  ),
};
