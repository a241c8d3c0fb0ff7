import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { clusterScopes } from '../openshift/render';
import { isWithin } from '../openshift/scopes';
import { onImagePolicy, type PolicyPart } from '../part';

export const openshiftOverridden: Rule<PolicyPart> = {
  code: 'policy/openshift-overridden',
  title: 'An ImagePolicy scope that a ClusterImagePolicy overrides',
  category: 'correctness',
  severity: 'warning',
  why:
    'A scope of an ImagePolicy has no effect where a ClusterImagePolicy has the same scope or a wider one: the machine-config operator leaves it out, and the ClusterImagePolicy alone decides for the namespace too. ' +
    'The status of the object then has the condition `Pending`.',
  sources: [signatureAuthorities.imagePolicy, signatureAuthorities.configOperator],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ kind: 'ImagePolicy', namespace: 'shop', scopes: ['quay.io/shop/web'] }),
    good: imagePolicyWith({ kind: 'ImagePolicy', namespace: 'shop', scopes: ['registry.example.com/web'] }),
    context: {
      facts: [
        {
          kind: 'image-policy',
          name: 'quay.io/shop',
          detail: '{"requirement":{"type":"sigstoreSigned"}}',
          uri: 'file:///project/cluster.yaml',
          span: { start: 0, end: 1 },
        },
      ],
    },
  },
  check: onImagePolicy(function* ({ object }, context) {
    if (object.namespace === undefined) return;
    const cluster = clusterScopes(context);
    for (const { node, text } of object.scopes) {
      const wider = cluster.find(({ scope }) => isWithin(text, scope));
      if (!wider) continue;
      const { uri, span } = wider.fact;
      yield {
        span: node.span,
        message: `${code(text)} has no effect: the ClusterImagePolicy for ${code(wider.scope)} decides for this namespace too.`,
        related: [{ uri, span, message: 'The scope of the ClusterImagePolicy.' }],
        tags: ['unnecessary'],
      };
    }
  }),
};
