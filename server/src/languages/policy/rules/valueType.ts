import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { setValue, stringOf } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { rename, repair, withoutItem, withPlaceholder } from '../repair';

export const valueType: Rule<PolicyPart> = {
  code: 'policy/value-type',
  title: 'Value of the wrong type',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader refuses a value of another kind than its field has: paths, names and data are strings, several of them a list of strings. ' +
    'The names tell it: `keyPath` is one path, `keyPaths` a list, even of one.',
  sources: [signatureAuthorities.reader, signatureAuthorities.sigstoreReader],
  example: {
    bad: `{
  "default": [
    { "type": "signedBy", "keyType": "GPGKeys", "keyPath": ["/etc/pki/containers/team.gpg"] }
  ]
}
`,
    good: `{
  "default": [
    { "type": "signedBy", "keyType": "GPGKeys", "keyPaths": ["/etc/pki/containers/team.gpg"] }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'value-type'),
    (file, at, hint) => [
      rename(at, hint.rename),
      withoutItem(file, at.node),
      at.member?.key.value === 'keyType'
        ? repair('Replace by `GPGKeys`', setValue(file.tree, at.member.value ?? at.node, 'GPGKeys'))
        : undefined,
      hint.wrap === true || hint.rename ? undefined : withPlaceholder(file, at),
      hint.wrap === true ? repair('Put it into a list', setValue(file.tree, at.node, [stringOf(at.node) ?? ''])) : undefined,
    ],
  ),
};
