import type { Rule } from '../../../core';
import { get } from '../../../tree';
import { oldAnnotations, saysTheSame } from '../annotations';
import { editsFor } from '../harden/apply';
import { remove } from '../harden/change';
import { effectiveField, titleOf, wholePods, writtenString } from '../model';
import type { PodPart } from '../part';
import { appArmorPrefix, metadataPath } from '../standards/baseline';
import { podValidation } from './authority';
import { podWith } from './example';

const field = 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault';

export const appArmorAnnotationMismatch: Rule<PodPart> = {
  code: 'pod/app-armor-annotation-mismatch',
  title: 'AppArmor annotation and field disagree',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.30',
  why: 'The API server refuses the pod: `apparmor type in annotation and field must match`. Since Kubernetes 1.30 the field says it all; the annotation can go.',
  sources: [podValidation],
  example: {
    bad: podWith({ annotations: `${appArmorPrefix}app: unconfined`, container: field }),
    good: podWith({ container: field }),
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const annotation of oldAnnotations(pod)) {
        const { container, keyNode, valueNode, value } = annotation;
        if (annotation.field !== 'appArmorProfile' || !container || value === undefined) continue;
        const node = effectiveField(pod, container, 'appArmorProfile');
        const typeNode = get(node, 'type');
        const type = writtenString(typeNode);
        if (!typeNode || type === undefined || pod.os === 'windows' || saysTheSame(annotation, node)) continue;
        yield {
          span: valueNode?.span ?? keyNode.span,
          message: `The AppArmor annotation of ${titleOf(container)} says "${value}", its field says ${[type, writtenString(get(node, 'localhostProfile'))].filter(Boolean).join(' ')}; the API server refuses the contradiction.`,
          related: [{ span: typeNode.span, message: 'The field.' }],
          cure: () => [
            {
              title: 'Remove the annotation',
              edits: editsFor(part, [remove([...metadataPath(pod), 'annotations', annotation.key])]),
              safe: false,
              preferred: true,
            },
          ],
        };
      }
    }
  },
};
