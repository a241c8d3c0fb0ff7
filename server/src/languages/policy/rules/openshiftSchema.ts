import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { refusalsOf } from '../openshift/validation';
import { onOpenShift, type PolicyPart } from '../part';

export const openshiftSchema: Rule<PolicyPart> = {
  code: 'policy/openshift-schema',
  title: 'A field that does not match the OpenShift schema',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the object: a field is missing, has another type or value than the API allows, or does not exist. `kubectl` (1.25 and later) refuses fields that do not exist; other clients have them dropped, so that the policy is another one than the file says.',
  sources: [signatureAuthorities.imagePolicy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ identity: ['matchPolicy: RemapIdentity', 'remapIdentity:', '  prefix: mirror.example.com'] }),
    good: imagePolicyWith({
      identity: ['matchPolicy: RemapIdentity', 'remapIdentity:', '  prefix: mirror.example.com', '  signedPrefix: quay.io'],
    }),
  },
  check: onOpenShift((file) => refusalsOf(file, 'structure')),
};
