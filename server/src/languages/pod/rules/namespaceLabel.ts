import { nearest, type Rule } from '../../../core';
import { renameKey } from '../../../tree';
import { isNamespace, labelPrefix, securityLabels } from '../namespaces';
import type { PodPart } from '../part';
import { namespaceWith } from './namespaceExample';
import { namespaceLabels } from './namespaceLevel';

const names = ['enforce', 'enforce-version', 'audit', 'audit-version', 'warn', 'warn-version'];

export const namespaceLabel: Rule<PodPart> = {
  code: 'pod/namespace-label',
  title: 'Unknown Pod Security label on a namespace',
  category: 'correctness',
  severity: 'warning',
  since: 'Kubernetes 1.23',
  why: 'The label does nothing: admission reads `enforce`, `audit` and `warn` and their `-version`, and leaves every other name alone, so that a slip of the pen switches the protection off.',
  sources: [namespaceLabels],
  example: { bad: namespaceWith('enforced: restricted'), good: namespaceWith('enforce: restricted') },
  *check(part) {
    for (const object of part.objects.filter(isNamespace)) {
      for (const label of securityLabels(object)) {
        const { key } = label;
        const name = String(key.value).slice(labelPrefix.length);
        if (names.includes(name)) continue;
        const meant = nearest(name, names);
        yield {
          span: key.span,
          message: `Kubernetes ignores the label ${key.value}${meant ? `; did you mean ${labelPrefix}${meant}?` : '.'}`,
          ...(meant && {
            cure: () => [
              {
                title: `Rename to ${labelPrefix}${meant}…`,
                edits: renameKey(label, labelPrefix + meant),
                safe: false,
                note: 'Pods that break the level are refused from then on.',
              },
            ],
          }),
        };
      }
    }
  },
};
