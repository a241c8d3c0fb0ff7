import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { onEachList } from '../eachList';
import { keyPlaces, kindOfKey } from '../keys';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { replace } from '../repair';

export const privateKey: Rule<PolicyPart> = {
  code: 'policy/private-key',
  title: 'A private key where a public one belongs',
  category: 'security',
  severity: 'warning',
  why:
    'This is a private key: it verifies nothing, so signed images are refused, and it has no business on a host that only checks signatures. ' +
    '`cosign generate-key-pair` writes `cosign.key`, which signs, and `cosign.pub`, which verifies. Inside of a policy a private key is readable by every user of the host: replace the pair.',
  sources: [signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "sigstoreSigned",
          "keyPath": "/etc/pki/containers/cosign.key",
          "signedIdentity": { "type": "matchRepository" }
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
          "type": "sigstoreSigned",
          "keyPath": "/etc/pki/containers/cosign.pub",
          "signedIdentity": { "type": "matchRepository" }
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
      for (const { node, type } of signedRequirements(file.policy)) {
        for (const { path, content, node: place } of keyPlaces(file, node)) {
          const seen = content !== undefined && kindOfKey(content) === 'private';
          // GPG keys may be called anything; with sigstore `.key` is the half that signs.
          const named = content === undefined && path !== undefined && isPrivateByName(path, type);
          if (!seen && !named) continue;
          yield {
            span: place.span,
            message: path
              ? `${code(path)} is a private key, and signatures are verified with the public one.`
              : 'This data is a private key, and signatures are verified with the public one.',
            ...(path?.endsWith('.key') && { hint: { replace: path.replace(/\.key$/, '.pub') } }),
          };
        }
      }
    },
    (file, at, hint) => [replace(file, at, hint.replace, false)],
  ),
};

const isPrivateByName = (path: string, type: string | undefined): boolean =>
  (type === 'sigstoreSigned' && path.endsWith('.key')) || /(?:^|[/._-])priv(?:ate)?(?:[/._-]|key|$)/i.test(path);
