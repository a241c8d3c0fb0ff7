import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';

import { refusalsOf } from '../openshift/validation';
import { onMirrorSet, type PolicyPart } from '../part';

export const openshiftMirror: Rule<PolicyPart> = {
  code: 'policy/openshift-mirror',
  title: 'A mirror that OpenShift refuses',
  category: 'correctness',
  severity: 'error',
  why: 'Sources and mirrors are registries, namespaces or repositories without scheme, tag and digest; only a source may begin with `*.`. The API server refuses the object otherwise, and the machine-config operator refuses a source among its own mirrors under `NeverContactSource`.',
  sources: [signatureAuthorities.mirrorSet, signatureAuthorities.configOperator],
  example: {
    path: 'shop.yaml',
    bad: `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: shop
spec:
  imageDigestMirrors:
    - source: quay.io/shop
      mirrors:
        - https://mirror.example.com/shop
`,
    good: `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: shop
spec:
  imageDigestMirrors:
    - source: quay.io/shop
      mirrors:
        - mirror.example.com/shop
`,
  },
  check: onMirrorSet((file) => refusalsOf(file, 'mirror')),
};
