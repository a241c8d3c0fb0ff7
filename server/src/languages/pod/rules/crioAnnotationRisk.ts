import { type Rule, uncapitalised } from '../../../core';
import { findCrioAnnotation } from '../../../knowledge';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { crio } from './authority';
import { podWith } from './example';

export const crioAnnotationRisk: Rule<PodPart> = {
  code: 'pod/crio-annotation-risk',
  title: 'A CRI-O annotation that loosens the confinement',
  category: 'security',
  severity: 'information',
  why: 'The annotation takes something away from the pod’s confinement, and no Pod Security level looks at it. Whether it works is for the node to say, by `allowed_annotations` of the runtime handler.',
  sources: [crio('docs/crio.conf.5.md')],
  example: { bad: podWith({ annotations: 'devices.crio.io: /dev/fuse' }), good: podWith({ annotations: 'shm-size.crio.io: 64Mi' }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const { key, keyNode } of pod.annotations) {
        const risk = findCrioAnnotation(key)?.annotation.risk;
        if (risk) yield { span: keyNode.span, message: `${key} ${uncapitalised(risk)}` };
      }
    }
  },
};
