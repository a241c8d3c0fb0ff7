import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, memberOf, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import { isIdentityPrefix, looksLikeHost, splitName } from '../imageName';
import type { PolicyPart } from '../part';
import { replace } from '../repair';

export const remapNeverMatches: Rule<PolicyPart> = {
  code: 'policy/remap-never-matches',
  title: 'A prefix of remapIdentity that no image begins with',
  category: 'correctness',
  severity: 'warning',
  why:
    'The reader compares `prefix` with the full name of an image: `docker.io/library/busybox`, never `busybox` or `library/busybox`. A short prefix replaces nothing, so a signature must claim the name of the mirror. ' +
    'A short `signedPrefix` makes a name that the reader refuses, so no signature is accepted.',
  sources: [signatureAuthorities.evaluation, signatureAuthorities.names],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "mirror.example.com": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/team.gpg",
          "signedIdentity": {
            "type": "remapIdentity",
            "prefix": "mirror.example.com/hub",
            "signedPrefix": "library"
          }
        }
      ]
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
    "docker": {
      "mirror.example.com": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/team.gpg",
          "signedIdentity": {
            "type": "remapIdentity",
            "prefix": "mirror.example.com/hub",
            "signedPrefix": "docker.io/library"
          }
        }
      ]
    },
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onEachList(
    function* ({ policy }) {
      for (const { node, identity } of policy.lists.flatMap(({ requirements }) => requirements)) {
        if (identity.type !== 'remapIdentity') continue;
        for (const field of ['prefix', 'signedPrefix'] as const) {
          const value = memberOf(get(node, 'signedIdentity'), field)?.value;
          const text = stringOf(value);
          if (!value || text === undefined || !isIdentityPrefix(text) || isFullName(text)) continue;
          const consequence = field === 'prefix' ? 'no image begins with it' : 'no signature is accepted where it is put in';
          yield {
            span: value.span,
            message: `${code(field)} is compared with full names, and ${code(text)} is a short one: ${consequence}.`,
            hint: { full: fullNameOf(text) },
          };
        }
      }
    },
    (file, at, { full }) => [replace(file, at, full, false)],
  ),
};

/** Names are completed before they are compared, so that their first part is always a registry. */
function isFullName(text: string): boolean {
  const [first = ''] = text.split('/');
  return (looksLikeHost(first) || first !== first.toLowerCase()) && first !== 'index.docker.io';
}

function fullNameOf(text: string): string {
  if (/^index\.docker\.io(?:\/|$)/.test(text)) return text.slice('index.'.length);
  if (text === 'library') return 'docker.io/library';
  const { host, rest } = splitName(text);
  return `${host}/${rest}`;
}
