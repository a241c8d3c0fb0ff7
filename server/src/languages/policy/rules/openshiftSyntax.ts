import type { Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { onOpenShift, type PolicyPart } from '../part';

export const openshiftSyntax: Rule<PolicyPart> = {
  code: 'policy/openshift-syntax',
  title: 'Syntax error in an OpenShift object',
  category: 'correctness',
  severity: 'error',
  syntax: true,
  why: '`oc` and `kubectl` refuse a file that is not YAML. Tabs do not indent in YAML.',
  sources: [signatureAuthorities.imagePolicy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({}).replace('  scopes:', '\tscopes:'),
    good: imagePolicyWith({}),
  },
  check: onOpenShift(({ tree }, context) => (context.ownsStructure ? tree.problems : [])),
};
