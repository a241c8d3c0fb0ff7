import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { setValue, stringOf } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { rename, repair, repairs, withoutItem, withPlaceholder } from '../repair';

export const valueType: Rule<PolicyPart> = {
  code: 'policy/value-type',
  title: 'A value of the wrong kind',
  category: 'correctness',
  severity: 'error',
  why:
    'The loader refuses a value of another kind than its field has: paths, names and data are strings, several of them a list of strings. ' +
    'The names tell it: `keyPath` is one path, `keyPaths` a list, even of one.',
  sources: [signatureAuthorities.reader, signatureAuthorities.sigstoreReader],
  example: {
    bad: '{ "default": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": ["/etc/pki/containers/team.gpg"] }] }',
    good: '{ "default": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPaths": ["/etc/pki/containers/team.gpg"] }] }',
  },
  check: onPolicy((file) => mistakesOf(file, 'value-type')),
  fixes: repairs((file, at, data) => [
    rename(at, data.rename),
    withoutItem(file, at.node),
    at.member?.key.value === 'keyType'
      ? repair('Replace by `GPGKeys`', setValue(file.tree, at.member.value ?? at.node, 'GPGKeys'))
      : undefined,
    data.wrap === true || data.rename ? undefined : withPlaceholder(file, at),
    data.wrap === true ? repair('Put it into a list', setValue(file.tree, at.node, [stringOf(at.node) ?? ''])) : undefined,
  ]),
};
