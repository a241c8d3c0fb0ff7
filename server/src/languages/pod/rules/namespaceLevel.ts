import { nearest, type Rule } from '../../../core';
import { setValue, stringOf } from '../../../tree';
import { isLevel, isNamespace, labelPrefix, levels, securityLabels } from '../namespaces';
import type { PodPart } from '../part';
import { isUnknown } from '../template';
import { docs } from './authority';
import { namespaceWith } from './namespaceExample';

export const namespaceLabels = docs(
  'Enforce Pod Security Standards with Namespace Labels',
  'tasks/configure-pod-container/enforce-standards-namespace-labels/',
);

export const namespaceLevel: Rule<PodPart> = {
  code: 'pod/namespace-level',
  title: 'Invalid Pod Security level on a namespace',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.23',
  why: 'The API server refuses the Namespace: `must be one of privileged, baseline, restricted`. In a Namespace that has the label already, a wrong `enforce` counts as restricted, a wrong `warn` or `audit` as privileged.',
  sources: [namespaceLabels],
  example: { bad: namespaceWith('enforce: restrict'), good: namespaceWith('enforce: restricted') },
  *check(part) {
    for (const object of part.objects.filter(isNamespace)) {
      for (const { key, value } of securityLabels(object)) {
        const mode = String(key.value).slice(labelPrefix.length);
        const text = stringOf(value);
        if (!value || !/^(?:enforce|warn|audit)$/.test(mode) || text === undefined || isLevel(text) || isUnknown(text)) continue;
        const meant = nearest(text, levels);
        yield {
          span: value.span,
          message: `"${text}" is not a Pod Security level: ${mode} takes privileged, baseline or restricted.`,
          ...(meant && {
            cure: () => [{ title: `Set ${meant}`, edits: setValue(part.tree, value, meant), safe: false, preferred: true }],
          }),
        };
      }
    }
  },
};
