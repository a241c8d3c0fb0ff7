import { type Rule, uncapitalised } from '../../../core';
import { findCrioAnnotation } from '../../../knowledge';
import { type Annotation, podsOf } from '../model';
import type { PodPart } from '../part';
import { linesIn, type RuntimeContext, runtimeSetting } from '../runtimeSettings';
import { crio } from './authority';
import { podWith } from './example';

export const crioAnnotationRisk: Rule<PodPart> = {
  code: 'pod/crio-annotation-risk',
  title: 'A CRI-O annotation that loosens the confinement',
  category: 'security',
  severity: 'information',
  why: 'The annotation takes something away from the pod’s confinement, and no Pod Security level looks at it. Whether it works is for the node to say, by `allowed_annotations` of the runtime handler; a crio.conf in the workspace decides it.',
  sources: [crio('docs/crio.conf.5.md')],
  example: { bad: podWith({ annotations: 'devices.crio.io: /dev/fuse' }), good: podWith({ annotations: 'shm-size.crio.io: 64Mi' }) },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const annotation of pod.annotations) {
        const risk = findCrioAnnotation(annotation.key)?.annotation.risk;
        if (!risk) continue;
        const { refused, from } = allowance(annotation, context) ?? {};
        yield {
          span: annotation.keyNode.span,
          ...(refused && { severity: 'hint' as const }),
          message: refused
            ? `CRI-O ignores ${annotation.key}: it is not among the ${from}.`
            : `${annotation.key} ${uncapitalised(risk)}${from === undefined ? '' : ` It is among the ${from}.`}`,
        };
      }
    }
  },
};

/** Whether the configuration in the workspace allows an annotation, in either spelling. */
function allowance({ key }: Annotation, context: RuntimeContext): { readonly refused: boolean; readonly from: string } | undefined {
  const stated = runtimeSetting(context, 'cri-o', 'allowed_annotations');
  const wanted = findCrioAnnotation(key)?.annotation;
  return stated && { refused: !linesIn(stated).some((line) => findCrioAnnotation(line)?.annotation === wanted), from: stated.from };
}
