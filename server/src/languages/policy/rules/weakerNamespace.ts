import { type Change, code, listed, type Rule, type Span } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { diffPolicies } from '../diff';
import { onPolicy, type PolicyPart } from '../part';

export const weakerNamespace: Rule<PolicyPart> = {
  code: 'policy/weaker-namespace',
  title: 'The policy of a namespace is weaker than the system’s',
  category: 'security',
  severity: 'warning',
  why:
    "CRI-O judges images of this namespace by this file alone, and here it asks less than the system's policy. " +
    'Nothing is merged. An image that came onto the node for a laxer namespace is judged again only where a namespace has a file of its own, and CRI-O assumes that such a file is never the weaker one.',
  sources: [signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [{ "type": "insecureAcceptAnything" }]
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
    }
  }
}
`,
    path: 'etc/crio/policies/shop.json',
    files: {
      '../../containers/policy.json':
        '{ "default": [{ "type": "reject" }], "transports": { "docker": { "quay.io/team": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }] } } }',
    },
  },
  check: onPolicy(function* (file) {
    const { system } = file.around;
    if (!system) return;
    const looser = new Map<number, { readonly span: Span; readonly changes: Change[] }>();
    for (const change of diffPolicies(system.policy, file.policy)) {
      if (change.direction !== 'loosened' || !change.span) continue;
      const here = looser.get(change.span.start) ?? { span: change.span, changes: [] };
      looser.set(change.span.start, here);
      here.changes.push(change);
    }
    // One open list here is less than many there, and one mistake.
    for (const { span, changes } of looser.values()) {
      const [first, ...others] = changes;
      if (!first) continue;
      const too = others.length ? ` So it is for ${listed(shortened(others.map(({ subject }) => code(subject))))}.` : '';
      yield {
        span,
        message: `For ${code(first.subject)} the system's policy asks more: ${first.before} there, ${first.after} here.${too}`,
      };
    }
  }),
};

const shortened = (names: readonly string[]): readonly string[] =>
  names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
