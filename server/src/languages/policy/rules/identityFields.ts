import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, setValue } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { filledIn, removal, repair } from '../repair';

export const identityFields: Rule<PolicyPart> = {
  code: 'policy/identity-fields',
  title: 'An identity with a field missing or too many',
  category: 'correctness',
  severity: 'error',
  why:
    'Each type of identity has its own fields, all of them needed and no other taken; else the loader refuses the file. ' +
    '`exactReference` has `dockerReference`, `exactRepository` has `dockerRepository`, `remapIdentity` has `prefix` and `signedPrefix`, and the three `match…` types have no fields.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": {
        "type": "exactRepository",
        "dockerReference": "registry.example.com/team/app:1"
      }
    }
  ]
}
`,
    good: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": {
        "type": "exactReference",
        "dockerReference": "registry.example.com/team/app:1"
      }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'identity-fields'),
    (file, at, hint) => {
      const type = get(at.object, 'type');
      return [
        hint.retype !== undefined && type
          ? // The strictest identity accepts nothing that another one would refuse; the others may accept more than was meant.
            repair(`Set the type to \`${hint.retype}\``, setValue(file.tree, type, hint.retype), { safe: hint.retype === 'exactReference' })
          : undefined,
        hint.remove === true ? removal(file, at) : undefined,
        ...filledIn(file, at.object, hint.missing),
      ];
    },
  ),
};
