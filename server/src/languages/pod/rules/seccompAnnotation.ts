import type { Rule } from '../../../core';
import { policyMinor } from '../../../knowledge';
import { fieldValueOf, migration, oldAnnotations } from '../annotations';
import { editsFor } from '../harden/apply';
import { podsOf } from '../model';
import type { PodPart } from '../part';
import { seccompPodAnnotation } from '../standards/baseline';
import { docs } from './authority';
import { podWith } from './example';

/** From this minor the annotation is no longer copied to the field. */
const ignoredSince = 27;

export const seccompAnnotation: Rule<PodPart> = {
  code: 'pod/seccomp-annotation',
  title: 'Seccomp profile set by annotation',
  category: 'correctness',
  severity: 'warning',
  since: 'Kubernetes 1.19',
  why: 'The annotation does nothing any more: the containers run without the seccomp profile that it names. It was deprecated in Kubernetes 1.19, when the field `seccompProfile` came, and is no longer carried over to the field since 1.27. Policies of the Pod Security Standards from v1.19 on do not look at it either.',
  sources: [docs('Restrict a container’s syscalls with seccomp', 'tutorials/security/seccomp/')],
  example: {
    bad: podWith({ annotations: `${seccompPodAnnotation}: runtime/default` }),
    good: podWith({ podEnd: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault' }),
  },
  *check(part, context) {
    const minor = policyMinor(context.kubernetes);
    if (minor < 19) return;
    for (const pod of podsOf(part, context)) {
      for (const annotation of oldAnnotations(pod)) {
        if (annotation.field !== 'seccompProfile' || !fieldValueOf(annotation)) continue;
        const what = annotation.containerName === undefined ? 'the pod' : `container "${annotation.containerName}"`;
        yield {
          span: annotation.keyNode.span,
          severity: minor < ignoredSince ? 'hint' : 'warning',
          message:
            minor < ignoredSince
              ? `Kubernetes 1.19 and later has the field seccompProfile for what this annotation says of ${what}.`
              : `Kubernetes ignores this annotation since 1.${ignoredSince}: ${what} runs without the seccomp profile "${annotation.value}".`,
          tags: ['deprecated'],
          cure: () => [
            {
              title: 'Write it as seccompProfile…',
              edits: editsFor(part, migration(pod, annotation)),
              safe: false,
              note: 'The profile takes effect, for the first time where the annotation was ignored.',
            },
          ],
        };
      }
    }
  },
};
