import { code, type Rule } from '../../../core';
import { signatureAuthorities } from '../../../knowledge';
import { imagePolicyWith } from '../openshift/example';
import { scopeProblem } from '../openshift/values';
import { onImagePolicy, type PolicyPart } from '../part';
import { refusedScope } from '../scope';

export const openshiftAtomicScope: Rule<PolicyPart> = {
  code: 'policy/openshift-atomic-scope',
  title: 'A scope that breaks the policy.json that is written from it',
  category: 'correctness',
  severity: 'warning',
  why:
    'The machine-config operator writes each scope for the transports `docker` and `atomic`. `atomic` accepts a tag or digest only after a host, a namespace and a name, and its reader refuses the whole policy.json for another scope. ' +
    'The API server accepts the scope.',
  sources: [signatureAuthorities.configOperator, signatureAuthorities.reader],
  example: {
    path: 'shop.yaml',
    bad: imagePolicyWith({ scopes: ['registry.example.com/shop:1.0'] }),
    good: imagePolicyWith({ scopes: ['registry.example.com/shop'] }),
  },
  check: onImagePolicy(function* ({ object }) {
    for (const { node, text } of object.scopes) {
      if (scopeProblem(text) || text.split('/').length > 3) continue;
      const refused = refusedScope('atomic', text);
      if (refused)
        yield {
          span: node.span,
          message: `The scope ${code(text)} is written for \`atomic\` too, where it ${refused.problem}: policy.json doesn't load.`,
        };
    }
  }),
};
