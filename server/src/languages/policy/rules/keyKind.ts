import { code, type Fix, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, memberOf, type ObjectNode, removeMember, setMember, setValue, stringOf } from '../../../tree';
import { onEachList } from '../eachList';
import { type KeyKind, keyPlaces, kindOfKey } from '../keys';
import { signedRequirements } from '../model';
import type { PolicyFile, PolicyPart } from '../part';
import { change, requirementAround } from '../repair';

export const keyKind: Rule<PolicyPart> = {
  code: 'policy/key-kind',
  title: 'Key type does not match the requirement',
  category: 'correctness',
  severity: 'warning',
  why: '`signedBy` verifies with GPG keys and `sigstoreSigned` with PEM public keys; a key of the other kind verifies nothing, and every signed image is refused.',
  sources: [signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [{ "type": "reject" }],
  "transports": {
    "docker": {
      "quay.io/team": [
        {
          "type": "sigstoreSigned",
          "keyPath": "/etc/pki/containers/team.gpg"
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
      "quay.io/team": [
        {
          "type": "signedBy",
          "keyType": "GPGKeys",
          "keyPath": "/etc/pki/containers/team.gpg"
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
    function* (file) {
      for (const { node, type } of signedRequirements(file.policy)) {
        for (const { path = '', content, field, node: place } of keyPlaces(file, node)) {
          const kind = content === undefined ? kindByName(path) : kindOfKey(content);
          const wanted = type === 'signedBy' ? 'gpg' : 'pem';
          if ((kind !== 'gpg' && kind !== 'pem') || kind === wanted || !field.startsWith('key')) continue;
          const what = kind === 'gpg' ? 'a GPG key' : 'a PEM key';
          yield {
            span: place.span,
            message: `${path ? code(path) : 'This data'} is ${what}, and ${code(type ?? '')} verifies with ${wanted === 'gpg' ? 'GPG' : 'PEM'} keys only.`,
          };
        }
      }
    },
    (file, { node }) => {
      const requirement = requirementAround(node);
      return requirement ? [otherKind(file, requirement)] : [];
    },
  ),
};

/** Names that leave little doubt; others say nothing. */
function kindByName(path: string): KeyKind {
  if (/\.(?:gpg|asc|pgp)$|RPM-GPG-KEY/.test(path)) return 'gpg';
  return /cosign\.pub$|\.pem$/.test(path) ? 'pem' : 'unknown';
}

function otherKind(file: PolicyFile, requirement: ObjectNode): Fix | undefined {
  const type = get(requirement, 'type');
  if (!type) return undefined;
  const note = 'Other images are accepted then: those that carry the other kind of signature.';
  if (stringOf(type) === 'signedBy') {
    const keyType = memberOf(requirement, 'keyType');
    const edits = [...setValue(file.tree, type, 'sigstoreSigned'), ...(keyType ? removeMember(file.tree, requirement, keyType) : [])];
    return change('Require a sigstore signature: `sigstoreSigned`', edits, note);
  }
  const edits = [
    ...setValue(file.tree, type, 'signedBy'),
    ...setMember(file.tree, requirement, 'keyType', 'GPGKeys', memberOf(requirement, 'type')),
  ];
  return change('Require a GPG signature: `signedBy`', edits, note);
}
