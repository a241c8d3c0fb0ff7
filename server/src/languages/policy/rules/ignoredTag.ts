import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import { isBareHost, parseImageName } from '../imageName';
import { signedRequirements } from '../model';
import type { PolicyPart } from '../part';
import { replace } from '../repair';

export const ignoredTag: Rule<PolicyPart> = {
  code: 'policy/ignored-tag',
  title: 'The tag is ignored',
  category: 'correctness',
  severity: 'warning',
  why:
    '`exactRepository` compares repositories only, so it ignores the tag or digest after the name. ' +
    'For one image there is `exactReference` with `dockerReference`.',
  sources: [signatureAuthorities.policy, signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "mirror.example.com/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg",
          "signedIdentity": {
            "type": "exactRepository",
            "dockerRepository": "registry.example.com/team/app:1.0"
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
      "mirror.example.com/team": [
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
      for (const { identity } of signedRequirements(policy)) {
        const repository = get(identity.member?.value, 'dockerRepository');
        const text = stringOf(repository);
        const parsed = text === undefined || isBareHost(text) ? undefined : parseImageName(text);
        if (!repository || !text || identity.type !== 'exactRepository' || !parsed || 'problem' in parsed) continue;
        const bare = text.replace(/(?::[^:/@]*)?(?:@.*)?$/s, '');
        if (bare !== text)
          yield {
            span: repository.span,
            message: `${code(text.slice(bare.length))} is ignored: every tag of the repository is accepted.`,
            hint: { replace: bare },
          };
      }
    },
    (file, at, hint) => [replace(file, at, hint.replace)],
  ),
};
