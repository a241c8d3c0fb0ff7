import type { Rule } from '../../../core';
import { policyMinor } from '../../../knowledge';
import { fieldValueOf, migration, oldAnnotations } from '../annotations';
import { editsFor } from '../harden/apply';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { appArmorPrefix } from '../standards/baseline';
import { docs } from './authority';
import { podWith } from './example';

export const appArmorAnnotation: Rule<PodPart> = {
  code: 'pod/app-armor-annotation',
  title: 'AppArmor profile set by annotation',
  category: 'compatibility',
  severity: 'hint',
  since: 'Kubernetes 1.30',
  why: 'The annotation is deprecated since Kubernetes 1.30, where the field `securityContext.appArmorProfile` replaced it. KEP-24 plans that the API server stops copying it to the field in 1.36; whether a release did so is not established here, so use the field. It can be set on the pod for all containers, and policy tools check it.',
  sources: [docs('Restrict a container’s access with AppArmor', 'tutorials/security/apparmor/')],
  example: {
    bad: podWith({ annotations: `${appArmorPrefix}app: runtime/default` }),
    good: podWith({ container: 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault' }),
  },
  *check(part, context) {
    if (policyMinor(context.kubernetes) < 30) return;
    for (const pod of podsOf(part, context)) {
      for (const annotation of oldAnnotations(pod)) {
        if (annotation.field !== 'appArmorProfile' || !annotation.container || !fieldValueOf(annotation)) continue;
        yield {
          span: annotation.keyNode.span,
          message: `Kubernetes 1.30 and later has the field securityContext.appArmorProfile for what this annotation says of container "${annotation.containerName}".`,
          tags: ['deprecated'],
          cure: () => [
            {
              title: 'Write it as appArmorProfile…',
              edits: editsFor(part, migration(pod, annotation)),
              safe: false,
              note: 'API servers before 1.30 do not know the field and drop it.',
            },
          ],
        };
      }
    }
  },
};
