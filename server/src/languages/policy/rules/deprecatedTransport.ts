import { code, type Rule } from '../../../core';
import { signatureAuthorities, transport } from '../../../knowledge';
import { onPolicy, type PolicyPart } from '../part';

export const deprecatedTransport: Rule<PolicyPart> = {
  code: 'policy/deprecated-transport',
  title: 'Deprecated transport',
  category: 'compatibility',
  severity: 'information',
  why:
    'Few programs still have this transport, and what they pull through `docker` never comes to its section. ' +
    '`atomic` is deprecated upstream and missing in some builds (Debian); `ostree` was removed.',
  sources: [signatureAuthorities.transports],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "atomic": {
      "registry.example.com/team": [
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
      "registry.example.com/team": [
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
  check: onPolicy(function* ({ policy }) {
    for (const { transport: name, member } of policy.sections) {
      const reason = transport(name)?.deprecated;
      if (reason) yield { span: member.key.span, message: `${code(name)} ${reason}`, tags: ['deprecated'] };
    }
  }),
};
