import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { get, resolved, setMembers, setValue, stringOf } from '../../../tree';
import { imagePolicyWith } from '../openshift/example';
import { requirementOf } from '../openshift/requirement';
import { onImagePolicy, type PolicyPart } from '../part';
import { choice } from '../repair';

const note = 'A signature of another tag of the same repository is accepted too.';

export const openshiftCosignIdentity: Rule<PolicyPart> = {
  code: 'policy/openshift-cosign-identity',
  title: 'An identity that cosign signatures do not have',
  category: 'compatibility',
  severity: 'warning',
  why:
    'Signatures of cosign name the repository without a tag. `MatchRepoDigestOrExact`, which is the default, then accepts an image by digest only; pods that name a tag fail to pull. ' +
    '`MatchRepository` accepts both. A signer can write the tag too: `cosign sign --sign-container-identity REPOSITORY:TAG`.',
  sources: [signatureAuthorities.imagePolicy, signatureAuthorities.policy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ identity: ['matchPolicy: MatchRepoDigestOrExact'] }),
    good: imagePolicyWith({ identity: ['matchPolicy: MatchRepository'] }),
  },
  check: onImagePolicy(function* ({ object, tree }) {
    const { signedIdentity } = object;
    if (!requirementOf(object)) return;
    const written = resolved(get(signedIdentity, 'matchPolicy'));
    if (signedIdentity && stringOf(written) !== 'MatchRepoDigestOrExact') return;
    const policy = resolved(get(get(tree.root, 'spec'), 'policy'));
    const at = written ?? resolved(get(object.rootOfTrust, 'policyType'));
    if (!at || policy?.kind !== 'object') return;
    yield {
      span: at.span,
      message: `Signatures of cosign have no tag: ${code('MatchRepoDigestOrExact')} accepts them for images by digest only.`,
      cure: () => [
        choice(
          'Accept signatures of the repository',
          written
            ? setValue(tree, written, 'MatchRepository')
            : setMembers(tree, policy, { signedIdentity: { matchPolicy: 'MatchRepository' } }),
          note,
        ),
      ],
    };
  }),
};
