import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { exampleKey, imagePolicyWith } from '../openshift/example';
import { refusalsOf } from '../openshift/validation';
import { onImagePolicy, type PolicyPart } from '../part';

export const openshiftRootOfTrust: Rule<PolicyPart> = {
  code: 'policy/openshift-root-of-trust',
  title: 'A root of trust that does not fit its type',
  category: 'correctness',
  severity: 'error',
  why: '`policyType` says which one of `publicKey`, `fulcioCAWithRekor` and `pki` is there: that one is required, and the API server refuses the others. A second root of trust is a second object with the same scope, and then images must satisfy both.',
  sources: [signatureAuthorities.imagePolicy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ root: ['policyType: FulcioCAWithRekor', 'publicKey:', `  keyData: ${exampleKey}`] }),
    good: imagePolicyWith({ root: ['policyType: PublicKey', 'publicKey:', `  keyData: ${exampleKey}`] }),
  },
  check: onImagePolicy((file) => refusalsOf(file, 'root')),
};
