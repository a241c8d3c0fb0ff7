import type { Fix, Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { holderOf, setValue } from '../../../tree';
import { onPolicy, type PolicyPart, type ReportedNode } from '../part';
import { mistakesOf } from '../reader';
import { asReject, removal, repair, replace } from '../repair';

export const identityTypeKnown: Rule<PolicyPart> = {
  code: 'policy/identity-type',
  title: 'Unknown type of identity',
  category: 'correctness',
  severity: 'error',
  why:
    'An identity must be an object whose `type` is one of six words, or the loader refuses the file. ' +
    'Without `signedIdentity` the default `matchRepoDigestOrExact` applies; `null` is not the same as absent.',
  sources: [signatureAuthorities.reader, signatureAuthorities.policy],
  example: {
    bad: `{
  "default": [
    {
      "type": "signedBy",
      "keyType": "GPGKeys",
      "keyPath": "/etc/pki/containers/team.gpg",
      "signedIdentity": { "type": "matchRepoDigestOrexact" }
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
      "signedIdentity": { "type": "matchRepoDigestOrExact" }
    }
  ]
}
`,
  },
  check: onPolicy(
    (file) => mistakesOf(file, 'identity-type'),
    (file, at, hint) => [
      replace(file, at, hint.replace, false),
      typeof hint.wrap === 'string'
        ? repair(`Write as \`{ "type": "${hint.wrap}" }\``, setValue(file.tree, at.node, { type: hint.wrap }))
        : undefined,
      ...(hint.replace === undefined && hint.wrap === undefined ? withoutIdentity(file, at) : []),
    ],
  ),
};

/** Uses the default identity. Base layers have no default, and no release can require one of them. */
function withoutIdentity(file: PolicyPart, { node, member }: ReportedNode): readonly (Fix | undefined)[] {
  const own = ['signedIdentity', 'baseLayerIdentity'].includes(String(member?.key.value)) ? member : node.parent && holderOf(node.parent);
  if (own?.key.value === 'baseLayerIdentity') return [asReject(file, own.key)];
  return own ? [removal(file, { node: own.key, member: own })] : [];
}
