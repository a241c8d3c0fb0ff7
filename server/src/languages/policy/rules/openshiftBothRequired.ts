import { code, type Fact, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { exampleKey, imagePolicyWith } from '../openshift/example';
import { scopeIn, scopesOf } from '../openshift/render';
import { onImagePolicy, type PolicyPart } from '../part';

export const openshiftBothRequired: Rule<PolicyPart> = {
  code: 'policy/openshift-both-required',
  title: 'Two OpenShift image policies for one scope: both are required',
  category: 'correctness',
  severity: 'warning',
  why:
    'Where two objects have the same scope, their requirements are written into one list of policy.json, and an image must satisfy all of them. ' +
    'Two keys of which one is enough can not be written so.',
  sources: [signatureAuthorities.configOperator, signatureAuthorities.policy],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ scopes: ['quay.io/shop'] }),
    good: imagePolicyWith({ scopes: ['quay.io/shop/web'] }),
    context: {
      facts: [
        {
          kind: 'image-policy',
          name: 'quay.io/shop',
          detail: `{"requirement":{"type":"sigstoreSigned","keyData":"${exampleKey}"}}`,
          uri: 'file:///project/other.yaml',
          span: { start: 0, end: 1 },
        },
      ],
    },
  },
  check: onImagePolicy(function* (file, { facts }) {
    const own = scopesOf(file);
    for (const { node, text } of file.object.scopes) {
      const mine = own.find(({ scope }) => scope === text);
      const other = mine && facts.find((fact) => isOther(fact, mine));
      if (!other) continue;
      yield {
        span: node.span,
        message: `Another object requires a different signature for ${code(text)}; images must satisfy both.`,
        related: [{ uri: other.uri, span: other.span, message: 'The same scope.' }],
      };
    }
  }),
};

/** Another requirement for the same scope and the same pods. */
const isOther = (fact: Fact, mine: ReturnType<typeof scopesOf>[number]): boolean => {
  if (fact.kind !== 'image-policy' || fact.name !== mine.scope) return false;
  const [other] = scopeIn(fact);
  return !!other && other.namespace === mine.namespace && JSON.stringify(other.requirement) !== JSON.stringify(mine.requirement);
};
