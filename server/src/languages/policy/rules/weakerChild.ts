import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { deadScope } from '../deadScope';
import { isOpen, nameOfList, parentOf, strengthOf } from '../model';
import { onPolicy, type PolicyPart } from '../part';
import { change, removal } from '../repair';

export const weakerChild: Rule<PolicyPart> = {
  code: 'policy/weaker-child',
  title: 'A narrower scope is weaker: it drops the signature',
  category: 'security',
  severity: 'warning',
  why:
    'The scope accepts every image unchecked, although the wider one around it requires a signature. ' +
    'Only the most specific scope counts and nothing is inherited, so a requirement of the wider scope does not apply here. Repeat the requirement, or remove the scope.',
  sources: [signatureAuthorities.evaluation, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        { "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg" }
      ],
      "quay.io/team/tools": [{ "type": "insecureAcceptAnything" }]
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
      for (const section of policy.sections) {
        for (const list of section.scopes) {
          if (!isOpen(list)) continue;
          // Elsewhere an exception from a signed default is needed: local images carry no signatures.
          const parent = parentOf(section, list) ?? (section.transport === 'docker' && list.scope ? policy.default : undefined);
          if (parent && strengthOf(parent) === 'signed' && !deadScope(section.transport, list.scope ?? ''))
            yield {
              span: list.member.key.span,
              message: `${code(list.scope ?? '')} accepts every image unchecked, although ${nameOfList(parent)} requires a signature.`,
              related: [{ span: parent.member.key.span, message: 'A signature is required here.' }],
              hint: { wider: parent.member.value },
            };
        }
      }
    },
    (file, at, { wider }) => {
      const own = at.member?.value;
      if (!wider || !own) return [];
      const repeated = file.text.slice(wider.span.start, wider.span.end);
      const note = 'Images without such a signature are refused then.';
      const removed = removal(file, at);
      return [
        removed && { ...removed, title: `${removed.title}, so that the wider scope decides…`, note, preferred: true },
        change('Repeat the requirements of the wider scope…', [{ span: own.span, text: repeated }], note),
      ];
    },
  ),
};
