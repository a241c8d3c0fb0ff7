import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { isOpen, scopeOf, sectionOf, strengthOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { removal } from '../repair';

export const openDocker: Rule<PolicyPart> = {
  code: 'policy/open-docker',
  title: 'The docker transport accepts what the default rejects',
  category: 'security',
  severity: 'warning',
  why:
    '`default` refuses, but the scope `""` of `docker` accepts every image of every registry, so nothing that is pulled ever reaches `default`. ' +
    'A section with `""` never falls back. Remove it and list the registries.',
  sources: [signatureAuthorities.evaluation, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "": [{ "type": "insecureAcceptAnything" }],
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
    function* ({ policy }) {
      if (!policy.default || strengthOf(policy.default) === 'accept') return;
      const rest = scopeOf(sectionOf(policy, 'docker'), '');
      if (rest && isOpen(rest))
        yield {
          span: rest.member.key.span,
          message: '`default` is closed, but this scope accepts every image of every registry, unchecked.',
        };
    },
    (file, at) => {
      const fix = removal(file, at);
      return [
        fix && { ...fix, title: 'Remove `""`, so that `default` decides…', note: 'Registries that are not listed are refused then.' },
      ];
    },
  ),
};
