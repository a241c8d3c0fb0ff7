import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { refusalsOf } from '../openshift/validation';
import { onImagePolicy, type PolicyPart } from '../part';

export const openshiftIdentity: Rule<PolicyPart> = {
  code: 'policy/openshift-identity',
  title: 'A signed identity that the API server refuses',
  category: 'correctness',
  severity: 'error',
  why: '`matchPolicy` says whether `exactRepository` or `remapIdentity` is there, and names in them are registries, namespaces or repositories in full, without tag, digest and port. The API server refuses the object otherwise.',
  sources: [signatureAuthorities.imagePolicy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ identity: ['matchPolicy: MatchRepository', 'exactRepository:', '  repository: quay.io/shop'] }),
    good: imagePolicyWith({ identity: ['matchPolicy: ExactRepository', 'exactRepository:', '  repository: quay.io/shop'] }),
  },
  check: onImagePolicy((file) => refusalsOf(file, 'identity')),
};
