import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { type Plain, setMember, toValue } from '../../../tree';
import { deadScope } from '../deadScope';
import { scopeOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { choice } from '../repair';

export const wildcardApex: Rule<PolicyPart> = {
  code: 'policy/wildcard-apex',
  title: 'A wildcard without its own domain',
  category: 'correctness',
  severity: 'information',
  why:
    '`*.example.com` covers every host below the domain, but not `example.com` itself. ' +
    'Where the domain is a registry too, it needs a scope of its own.',
  sources: [signatureAuthorities.naming],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "*.example.com": [
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
      "*.example.com": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
      ],
      "example.com": [
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
      for (const section of policy.sections) {
        for (const { scope = '', member } of section.scopes) {
          const domain = /^\*\.(?=[^.]+\.)(.+)$/.exec(scope)?.[1];
          if (domain && !deadScope(section.transport, scope) && !scopeOf(section, domain))
            yield { span: member.key.span, message: `${code(scope)} does not cover ${code(domain)} itself.`, hint: { domain } };
        }
      }
    },
    (file, at, hint) => {
      const value = at.member?.value;
      if (!value || !at.object || typeof hint.domain !== 'string') return [];
      const edits = setMember(file.tree, at.object, hint.domain, toValue(value) as Plain, at.member);
      return [choice(`Add ${code(hint.domain)} with the same requirements…`, edits, 'Images of the domain itself must meet them then.')];
    },
  ),
};
