import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { clusterScopes } from '../openshift/render';
import { isWithin } from '../openshift/scopes';
import { onImagePolicy, type PolicyPart } from '../part';

/** Where the images of OpenShift itself come from. */
const releases = ['quay.io/openshift-release-dev/ocp-v4.0-art-dev', 'quay.io/openshift-release-dev/ocp-release'];

export const openshiftRelease: Rule<PolicyPart> = {
  code: 'policy/openshift-release-images',
  title: 'An image policy that covers the images of OpenShift itself',
  category: 'correctness',
  severity: 'warning',
  why:
    'The scope covers the images that the cluster is made of. Unless they have this signature, nodes can not pull them: updates fail, and nodes that start again stay down. ' +
    'Use a narrower scope, or give the repositories of the release a policy of their own.',
  sources: [signatureAuthorities.imagePolicy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ scopes: ['quay.io'] }),
    good: imagePolicyWith({ scopes: ['quay.io/shop'] }),
  },
  check: onImagePolicy(function* ({ object }, context) {
    if (object.namespace !== undefined) return;
    const cluster = clusterScopes(context).map(({ scope }) => scope);
    for (const { node, text } of object.scopes) {
      const covered = releases.find(
        (release) =>
          text !== release &&
          isWithin(release, text) &&
          !cluster.some((other) => other !== text && isWithin(release, other) && isWithin(other, text)),
      );
      if (covered)
        yield {
          span: node.span,
          message: `${code(text)} covers ${code(covered)}: the cluster pulls its own images only with this signature.`,
        };
    }
  }),
};
