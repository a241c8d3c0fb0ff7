import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { refusalsOf } from '../openshift/validation';
import { onImagePolicy, type PolicyPart } from '../part';

export const openshiftScope: Rule<PolicyPart> = {
  code: 'policy/openshift-scope',
  title: 'An image scope that the API server refuses',
  category: 'correctness',
  severity: 'error',
  why: 'A scope of an image policy is a registry, a namespace, a repository, a tag or a digest, written in full, or `*.` and a domain. The API server refuses the object for any other scope. Its rules are stricter than those of policy.json: no scheme, no wildcard before a path, and a host name needs a dot or is `localhost`.',
  sources: [signatureAuthorities.imagePolicy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ scopes: ['https://quay.io/shop'] }),
    good: imagePolicyWith({ scopes: ['quay.io/shop'] }),
  },
  check: onImagePolicy((file) => refusalsOf(file, 'scope')),
};
