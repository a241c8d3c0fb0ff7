import type { Rule } from '../../../core';
import { setValue } from '../../../tree';
import { isLevel, isNamespace, labelPrefix, labelValue, levels, securityLabels } from '../namespaces';
import type { PodPart } from '../part';
import { namespaceWith } from './namespaceExample';
import { namespaceLabels } from './namespaceLevel';

export const namespaceOrder: Rule<PodPart> = {
  code: 'pod/namespace-order',
  title: 'Namespace warn or audit level weaker than enforce',
  category: 'correctness',
  severity: 'information',
  since: 'Kubernetes 1.23',
  why: 'The weaker label adds nothing: what the enforced level refuses is never only warned about. For a Deployment the warning is the only sign before its pods are refused, and a weaker level doesn’t give it. Use warn and audit for the next, stricter level. Without a `warn` label the API server warns about the enforced level.',
  sources: [namespaceLabels],
  example: { bad: namespaceWith('enforce: restricted', 'warn: baseline'), good: namespaceWith('enforce: restricted', 'warn: restricted') },
  *check(part) {
    for (const object of part.objects.filter(isNamespace)) {
      const enforced = labelValue(object, 'enforce');
      if (!isLevel(enforced)) continue;
      for (const mode of ['warn', 'audit']) {
        const level = labelValue(object, mode);
        if (!isLevel(level) || levels.indexOf(level) >= levels.indexOf(enforced)) continue;
        const value = securityLabels(object).findLast(({ key }) => key.value === labelPrefix + mode)?.value;
        if (value)
          yield {
            span: value.span,
            message: `${mode}: ${level} is weaker than enforce: ${enforced}, so it says less than what is refused.`,
            cure: () => [{ title: `Set ${enforced}`, edits: setValue(part.tree, value, enforced), safe: true }],
          };
      }
    }
  },
};
