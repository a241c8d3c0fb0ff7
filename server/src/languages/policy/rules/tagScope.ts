import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { deadScope } from '../deadScope';
import { onEachList } from '../eachList';
import type { PolicyPart } from '../part';
import { byHand, rename } from '../repair';
import { refusedScope } from '../scope';

export const tagScope: Rule<PolicyPart> = {
  code: 'policy/tag-scope',
  title: 'A scope for one tag',
  category: 'correctness',
  severity: 'information',
  why:
    'A scope with a tag covers only images that are pulled by this tag: for the same image pulled by digest, a wider scope or `default` decides. ' +
    'Kubernetes and every lock file ask by digest; CRI-O and Podman drop the tag of `name:tag@digest`. The scope of the repository covers both.',
  sources: [signatureAuthorities.naming],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team/app:1.0": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
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
      "quay.io/team/app": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
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
      for (const { transport, scopes } of policy.sections) {
        if (transport !== 'docker' && transport !== 'atomic') continue;
        for (const { scope = '', member } of scopes) {
          const repository = /^([^/]+\/[^:@]+):[\w.-]+$/.exec(scope)?.[1];
          if (repository && !refusedScope(transport, scope) && !deadScope(transport, scope))
            yield {
              span: member.key.span,
              message: `${code(scope)} does not cover the same image pulled by digest.`,
              hint: { rename: repository },
            };
        }
      }
    },
    (_file, at, hint) => [byHand(rename(at, hint.rename, false))],
  ),
};
