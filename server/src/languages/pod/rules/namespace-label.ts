import { nearest, type Rule } from '../../../core';
import { renameKey } from '../../../tree';
import { isNamespace, labelPrefix, securityLabels } from '../namespaces';
import type { PodPart } from '../part';
import { namespaceLabels } from './namespace-level';
import { namespaceWith } from './namespaceExample';

const names = ['enforce', 'enforce-version', 'audit', 'audit-version', 'warn', 'warn-version'];

export const namespaceLabel: Rule<PodPart> = {
  code: 'pod/namespace-label',
  title: 'A Pod Security label that nobody reads',
  category: 'correctness',
  severity: 'warning',
  why: 'The label does nothing: admission reads `enforce`, `audit` and `warn` and their `-version`, and leaves every other name alone, so that a slip of the pen switches the protection off.',
  sources: [namespaceLabels],
  example: { bad: namespaceWith('enforced: restricted'), good: namespaceWith('enforce: restricted') },
  *check(part) {
    for (const object of part.objects.filter(isNamespace)) {
      for (const { key } of securityLabels(object)) {
        const name = String(key.value).slice(labelPrefix.length);
        if (names.includes(name)) continue;
        const meant = nearest(name, names);
        yield {
          span: key.span,
          message: `Nobody reads the label ${key.value}${meant ? `; did you mean ${labelPrefix}${meant}?` : '.'}`,
          ...(meant && { data: meant }),
        };
      }
    }
  },
  fixes(part, { span, data }) {
    const member = part.objects.flatMap(securityLabels).find(({ key }) => key.span.start === span.start);
    return data && member
      ? [
          {
            title: `Rename to ${labelPrefix}${data}…`,
            edits: renameKey(member, labelPrefix + data),
            safe: false,
            note: 'Pods that break the level are refused from then on.',
          },
        ]
      : [];
  },
};
