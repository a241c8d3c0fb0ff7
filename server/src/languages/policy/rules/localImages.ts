import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { asksAboutLocalImages, openStore } from '../closing';
import { sectionOf, strengthOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { choice } from '../repair';

export const localImages: Rule<PolicyPart> = {
  code: 'policy/local-images',
  title: 'A closed default that refuses local images',
  category: 'correctness',
  severity: 'warning',
  why:
    'Podman, Buildah and Skopeo ask the policy about images of the local store too, under the transport `containers-storage`. ' +
    'A closed `default` refuses them: the first `podman build` passes, and the next one, which starts from an image that is already there, fails with *is rejected by policy*. ' +
    'Open the store with the scope `""`. What comes into it from a registry was checked when it was pulled.',
  sources: [signatureAuthorities.policy, signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
      ]
    }
  }
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
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
  check: onPolicy(
    function* (file, context) {
      const { policy } = file;
      if (!policy.default || strengthOf(policy.default) !== 'reject' || !asksAboutLocalImages(file, context)) return;
      // A file that lets nothing in is meant so.
      if (sectionOf(policy, 'containers-storage') || policy.lists.every((list) => strengthOf(list) === 'reject')) return;
      yield {
        span: policy.default.member.key.span,
        message: '`default` refuses images of the local store too: without a section `containers-storage` a second `podman build` fails.',
      };
    },
    (file) => [
      choice(
        'Accept images of the local store: `containers-storage`…',
        openStore(file),
        'Images that are in the local store are accepted unchecked then, however they came there.',
      ),
    ],
  ),
};
