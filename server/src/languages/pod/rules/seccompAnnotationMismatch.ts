import type { Rule } from '../../../core';
import { get } from '../../../tree';
import { oldAnnotations, saysTheSame } from '../annotations';
import { editsFor } from '../harden/apply';
import { remove } from '../harden/change';
import { nameOf, securityField, wholePods, writtenString } from '../model';
import type { PodPart } from '../part';
import { metadataPath, seccompPodAnnotation } from '../standards/baseline';
import { podValidation } from './authority';
import { podWith } from './example';

const field = 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault';

export const seccompAnnotationMismatch: Rule<PodPart> = {
  code: 'pod/seccomp-annotation-mismatch',
  title: 'Seccomp annotation and field disagree',
  category: 'correctness',
  severity: 'error',
  since: 'Kubernetes 1.19',
  why: 'The API server refuses to create the pod: `seccomp type in annotation and field must match`. The annotation has no other effect any more and can go.',
  sources: [podValidation],
  example: {
    bad: podWith({ annotations: `${seccompPodAnnotation}: unconfined`, pod: field }),
    good: podWith({ pod: field }),
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const annotation of oldAnnotations(pod)) {
        const { container, containerName, keyNode, valueNode, value } = annotation;
        if (annotation.field !== 'seccompProfile' || (containerName !== undefined && !container) || value === undefined) continue;
        // Unlike AppArmor's, the annotation of a container is compared with the container's own field only.
        const node = securityField(container ?? pod, 'seccompProfile');
        const typeNode = get(node, 'type');
        const type = writtenString(typeNode);
        if (!typeNode || type === undefined || saysTheSame(annotation, node)) continue;
        yield {
          span: valueNode?.span ?? keyNode.span,
          message: `The seccomp annotation of ${nameOf(container)} says "${value}", its field says ${[type, writtenString(get(node, 'localhostProfile'))].filter(Boolean).join(' ')}; the API server refuses the contradiction.`,
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
