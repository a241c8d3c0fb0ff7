import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { removal, rename } from '../repair';

export const scopeRefused: Rule<PolicyPart> = {
  code: 'policy/scope-refused',
  title: 'A scope that its transport refuses',
  category: 'correctness',
  severity: 'error',
  why:
    'Each transport has its own form of scopes, and the loader refuses the whole file for one that is not of that form; its message, `Unknown key`, does not say why. ' +
    '`dir`, `oci`, `oci-archive` and `sif` accept absolute paths without `.`, `..` or double slashes; `docker-archive` and `tarball` only `""`; a scope of `containers-storage` begins with the store in brackets. `docker` accepts any text, even one that can never apply.',
  sources: [signatureAuthorities.transports, signatureAuthorities.reader],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "dir": {
      "/srv/images/": [{ "type": "insecureAcceptAnything" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "dir": {
      "/srv/images": [{ "type": "insecureAcceptAnything" }]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'scope-refused'),
    (file, at, hint) => [
      rename(at, hint.rename, hint.rename !== '' && hint.guess !== true) ?? (hint.rename === undefined ? undefined : removal(file, at)),
    ],
  ),
};
