import type { Rule } from '../../../core';
import { resolved, setValue, stringOf } from '../../../tree';
import { isNamespace, isPolicyVersion, labelPrefix, securityLabels } from '../namespaces';
import type { PodPart } from '../part';
import { isUnknown } from '../template';
import { namespaceWith } from './namespaceExample';
import { namespaceLabels } from './namespaceLevel';

export const namespaceVersion: Rule<PodPart> = {
  code: 'pod/namespace-version',
  title: 'Invalid Pod Security version on a namespace',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.23',
  why: 'The API server refuses the Namespace: a version label is `latest` or `v1.` and a number, with the `v` and without a patch release. `latest` follows the API server, so that an upgrade of the cluster can begin to refuse pods.',
  sources: [namespaceLabels],
  example: {
    bad: namespaceWith('enforce: restricted', 'enforce-version: "1.30"'),
    good: namespaceWith('enforce: restricted', 'enforce-version: "v1.30"'),
  },
  *check(part) {
    for (const object of part.objects.filter(isNamespace)) {
      for (const { key, value } of securityLabels(object)) {
        if (!value || !/^(?:enforce|warn|audit)-version$/.test(String(key.value).slice(labelPrefix.length))) continue;
        const scalar = resolved(value);
        const text = stringOf(value) ?? (scalar?.kind === 'scalar' ? scalar.raw : '');
        if (isPolicyVersion(text) || isUnknown(text)) continue;
        const minor = /^v?1\.(0|[1-9]\d*)(?:\.\d+)?$/.exec(text.trim())?.[1];
        yield {
          span: value.span,
          message: `"${text}" is not a Pod Security version: it must be latest or v1.<number>.`,
          ...(minor && {
            cure: () => [{ title: `Write v1.${minor}`, edits: setValue(part.tree, value, `v1.${minor}`), safe: true, preferred: true }],
          }),
        };
      }
    }
  },
};
