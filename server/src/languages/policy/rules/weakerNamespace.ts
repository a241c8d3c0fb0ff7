import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { diffPolicies } from '../diff';
import { onPolicy, type PolicyPart } from '../part';

export const weakerNamespace: Rule<PolicyPart> = {
  code: 'policy/weaker-namespace',
  title: "A namespace that asks less than the system's policy",
  category: 'security',
  severity: 'warning',
  why:
    "CRI-O judges images of this namespace by this file alone, and here it asks less than the system's policy. " +
    'Nothing is merged. An image that came onto the node for a laxer namespace is judged again only where a namespace has a file of its own, and CRI-O assumes that such a file is never the weaker one.',
  sources: [signatureAuthorities.policy],
  example: {
    bad: '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "insecureAcceptAnything" }] } } }',
    good: '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }] } } }',
    path: 'etc/crio/policies/shop.json',
    files: {
      '../../containers/policy.json':
        '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }] } } }',
    },
  },
  check: onPolicy(function* (file) {
    const { system } = file.around;
    if (!system) return;
    for (const { direction, span, subject, before, after } of diffPolicies(system.policy, file.policy)) {
      if (direction === 'loosened' && span)
        yield { span, message: `For ${code(subject)} the system's policy asks more: ${before} there, ${after} here.` };
    }
  }),
};
