import type { Rule } from '../../../core';
import { fieldValueOf, oldAnnotations } from '../annotations';
import { wholePods } from '../model';
import type { PodPart } from '../part';
import { podValidation } from './authority';
import { podWith } from './example';

const key = 'container.apparmor.security.beta.kubernetes.io/app';

export const appArmorAnnotationValue: Rule<PodPart> = {
  code: 'pod/app-armor-annotation-value',
  title: 'Invalid value of an AppArmor annotation',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: `invalid AppArmor profile name`. The annotation takes `runtime/default`, `unconfined` and `localhost/<name of a loaded profile>`.',
  sources: [podValidation],
  example: { bad: podWith({ annotations: `${key}: default` }), good: podWith({ annotations: `${key}: runtime/default` }) },
  *check(part, context) {
    for (const pod of wholePods(part, context)) {
      for (const annotation of oldAnnotations(pod)) {
        const { field, value, valueNode, keyNode, containerName } = annotation;
        if (field !== 'appArmorProfile' || value === undefined || fieldValueOf(annotation)) continue;
        yield {
          span: valueNode?.span ?? keyNode.span,
          // The API server looks at the prefix only; no profile is called nothing.
          ...(value === 'localhost/' && { severity: 'warning' }),
          message: `The AppArmor annotation for container "${containerName}" must be runtime/default, unconfined or localhost/<profile>, not "${value}".`,
        };
      }
    }
  },
};
