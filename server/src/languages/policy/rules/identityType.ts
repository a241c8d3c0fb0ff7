import type { Fix, Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { holderOf, setValue } from '../../../tree';
import { onPolicy, type PolicyPart } from '../part';
import { mistakesOf } from '../reader';
import { asReject, type Place, removal, repair, repairs, replace } from '../repair';

export const identityTypeKnown: Rule<PolicyPart> = {
  code: 'policy/identity-type',
  title: 'No known type of identity',
  category: 'correctness',
  severity: 'error',
  why:
    'An identity must be an object whose `type` is one of six words, or the loader refuses the file. ' +
    'Without `signedIdentity` the default `matchRepoDigestOrExact` holds; `null` is not the same as absent.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: '{ "default": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg", "signedIdentity": { "type": "matchrepository" } }] }',
    good: '{ "default": [{ "type": "signedBy", "keyType": "GPGKeys", "keyPath": "/etc/pki/containers/team.gpg", "signedIdentity": { "type": "matchRepoDigestOrExact" } }] }',
  },
  check: onPolicy((file) => mistakesOf(file, 'identity-type')),
  fixes: repairs((file, at, data) => [
    replace(file, at, data.replace, false),
    typeof data.wrap === 'string'
      ? repair(`Write as \`{ "type": "${data.wrap}" }\``, setValue(file.tree, at.node, { type: data.wrap }))
      : undefined,
    ...(data.replace === undefined && data.wrap === undefined ? withoutIdentity(file, at) : []),
  ]),
};

/** Leaves the identity to the default; a base layer has none, and no release that could ask for it. */
function withoutIdentity(file: PolicyPart, { node, member }: Place): readonly (Fix | undefined)[] {
  const own = ['signedIdentity', 'baseLayerIdentity'].includes(String(member?.key.value)) ? member : node.parent && holderOf(node.parent);
  if (own?.key.value === 'baseLayerIdentity') return [asReject(file, own.key)];
  return own ? [removal(file, { node: own.key, member: own })] : [];
}
