import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { closeDefault } from '../closing';
import { isOpen } from '../model';
import { onPolicy, type PolicyPart } from '../part';

export const openDefault: Rule<PolicyPart> = {
  code: 'policy/open-default',
  title: 'The default accepts every image that is not listed',
  category: 'security',
  severity: 'warning',
  why:
    '`default` accepts every image that no scope decides for, unchecked. ' +
    'That is how upstream, Fedora and Debian ship the file, and it makes every signed scope optional: an attacker who can choose the name of an image chooses one outside of it. ' +
    'With `reject` only what is listed gets in. Keep what the host needs open by name: `containers-storage`, `docker-archive`, `oci`, `dir` and `docker-daemon` each with a scope `""` for `podman load`, `build` and `save`.',
  sources: [signatureAuthorities.policy, signatureAuthorities.evaluation],
  example: {
    bad: `{
  "default": [{ "type": "insecureAcceptAnything" }]
}
`,
    good: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "containers-storage": {
      "": [{ "type": "insecureAcceptAnything" }]
    },
    "docker-archive": {
      "": [{ "type": "insecureAcceptAnything" }]
    },
    "oci": {
      "": [{ "type": "insecureAcceptAnything" }]
    },
    "oci-archive": {
      "": [{ "type": "insecureAcceptAnything" }]
    },
    "dir": {
      "": [{ "type": "insecureAcceptAnything" }]
    },
    "tarball": {
      "": [{ "type": "insecureAcceptAnything" }]
    }
  }
}
`,
  },
  check: onPolicy(
    function* ({ policy }) {
      const place = isOpen(policy.default) && policy.default?.requirements[0]?.typeNode;
      if (place) yield { span: place.span, message: '`default` accepts every image that no scope names, unchecked.' };
    },
    (file, _at, _hint, context) => [closeDefault(file, context)],
  ),
};
