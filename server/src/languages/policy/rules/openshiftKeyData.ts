import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { refusalsOf } from '../openshift/validation';
import { onImagePolicy, type PolicyPart } from '../part';

export const openshiftKeyData: Rule<PolicyPart> = {
  code: 'policy/openshift-key-data',
  title: 'Key data that the API server refuses',
  category: 'correctness',
  severity: 'error',
  why: 'A key or certificate is PEM in base64 on one line, with nothing before its first line and after its last. The API server decodes it and refuses the object otherwise. `base64 -w0 cosign.pub` writes it.',
  sources: [signatureAuthorities.imagePolicy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({
      root: [
        'policyType: PublicKey',
        'publicKey:',
        '  keyData: |',
        '    -----BEGIN PUBLIC KEY-----',
        '    MFkw',
        '    -----END PUBLIC KEY-----',
      ],
    }),
    good: imagePolicyWith({}),
  },
  check: onImagePolicy((file) => refusalsOf(file, 'data')),
};
