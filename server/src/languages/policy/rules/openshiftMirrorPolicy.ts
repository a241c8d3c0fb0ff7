import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { exampleKey } from '../openshift/example';
import { readMirrorSet } from '../openshift/object';
import { clusterScopes } from '../openshift/render';
import { isWithin } from '../openshift/scopes';
import { onMirrorSet, type PolicyPart } from '../part';

const mirrorsOf = (source: string) => `apiVersion: config.openshift.io/v1
kind: ImageDigestMirrorSet
metadata:
  name: shop
spec:
  imageDigestMirrors:
    - source: ${source}
      mirrors:
        - mirror.example.com/shop
`;

export const openshiftMirrorPolicy: Rule<PolicyPart> = {
  code: 'policy/openshift-mirror-policy',
  title: 'A mirror whose images no image policy covers',
  category: 'security',
  severity: 'information',
  why:
    'Images that come through a mirror are judged under the name of the source. The cluster has image policies, but no policy covers this source, so the node accepts what the mirror delivers without a signature. ' +
    'A policy for the name of the mirror is used only for pods that name the mirror themselves.',
  sources: [signatureAuthorities.imagePolicy, signatureAuthorities.configOperator],
  example: {
    path: 'mirrors.yaml',
    bad: mirrorsOf('registry.example.com/shop'),
    good: mirrorsOf('quay.io/shop'),
    context: {
      facts: [
        {
          kind: 'image-policy',
          name: 'quay.io/shop',
          detail: `{"requirement":{"type":"sigstoreSigned","keyData":"${exampleKey}"}}`,
          uri: 'file:///project/policy.yaml',
          span: { start: 0, end: 1 },
        },
      ],
    },
  },
  check: onMirrorSet(function* ({ tree }, context) {
    const cluster = clusterScopes(context);
    if (!cluster.length) return;
    for (const { source, mirrors } of readMirrorSet(tree)) {
      if (!mirrors.length || cluster.some(({ scope }) => isWithin(source.text, scope) || isWithin(scope, source.text))) continue;
      const ofMirror = cluster.find(({ scope }) => mirrors.some(({ text }) => isWithin(text, scope)));
      yield {
        span: source.node.span,
        message: ofMirror
          ? `No image policy covers ${code(source.text)}; the one for the mirror, ${code(ofMirror.scope)}, isn't used for its images.`
          : `No image policy covers ${code(source.text)}: its images are accepted without a signature.`,
        ...(ofMirror && { related: [{ uri: ofMirror.fact.uri, span: ofMirror.fact.span, message: 'The policy for the mirror.' }] }),
      };
    }
  }),
};
