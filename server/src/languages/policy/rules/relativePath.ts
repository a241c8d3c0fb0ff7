import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onEachList } from '../eachList';
import { keyPlaces } from '../keys';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { replace } from '../repair';

export const relativePath: Rule<PolicyPart> = {
  code: 'policy/relative-path',
  title: 'A path that is not absolute',
  category: 'correctness',
  severity: 'warning',
  why:
    'A path that is not absolute is looked for in the directory that the program happens to run in, so the key is found from one place and not from another. ' +
    'Nothing is expanded: neither `~` nor variables, and a URL is not a path. A user who can write to that directory supplies the key.',
  sources: [signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "file:///etc/pki/containers/team.gpg"
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
      "quay.io/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg"
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
    function* (file) {
      for (const { node } of signedRequirements(file.policy)) {
        for (const { path, node: place } of keyPlaces(file, node)) {
          if (!path || path.startsWith('/')) continue;
          yield {
            span: place.span,
            message: `${code(path)} ${whyNot(path)}.`,
            ...(absolute(path) && { hint: { replace: absolute(path) } }),
          };
        }
      }
    },
    (file, at, hint) => [replace(file, at, hint.replace, false)],
  ),
};

function whyNot(path: string): string {
  if (path.startsWith('~')) return 'is taken as it is: `~` is not expanded, so no such file is found';
  if (path.includes('$')) return 'is taken as it is: variables are not expanded, so no such file is found';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) return 'is a URL, and a path of this host is needed';
  return 'is relative to the directory that the program runs in, so it is not found from everywhere';
}

function absolute(path: string): string | undefined {
  if (path.startsWith('file:///')) return path.slice('file://'.length);
  return /^(?:etc|usr|var|srv|opt|home|root|run)\//.test(path) ? `/${path}` : undefined;
}
