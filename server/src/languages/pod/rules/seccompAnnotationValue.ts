import type { Rule } from '../../../core';
import { fieldValueOf, oldAnnotations } from '../annotations';
import { wholePods } from '../model';
import type { PodPart } from '../part';
import { pathFault } from '../profiles';
import { seccompPodAnnotation } from '../standards/baseline';
import { podValidation } from './authority';
import { podWith } from './example';

export const seccompAnnotationValue: Rule<PodPart> = {
  code: 'pod/seccomp-annotation-value',
  title: 'Invalid value of a seccomp annotation',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: although the annotation has no effect any more, its form is still checked. It takes `runtime/default`, `docker/default`, `unconfined` and `localhost/<path>`. Better write the field `seccompProfile`.',
  sources: [podValidation],
  example: {
    bad: podWith({ annotations: `${seccompPodAnnotation}: default` }),
    good: podWith({ pod: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault' }),
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const annotation of oldAnnotations(pod)) {
        const { field, value, valueNode, keyNode } = annotation;
        if (field !== 'seccompProfile' || value === undefined) continue;
        const said = fieldValueOf(annotation);
        const fault = said?.localhostProfile === undefined ? undefined : pathFault(said.localhostProfile);
        if (said && !fault) continue;
        yield {
          span: valueNode?.span ?? keyNode.span,
          message: fault
            ? `The path in the seccomp annotation ${fault}; the API server takes only one below the kubelet's seccomp folder.`
            : `The seccomp annotation must be runtime/default, docker/default, unconfined or localhost/<path>, not "${value}".`,
        };
      }
    }
  },
};
