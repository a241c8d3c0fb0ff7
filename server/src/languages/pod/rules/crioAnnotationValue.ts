import type { Rule } from '../../../core';
import { findCrioAnnotation } from '../../../knowledge';
import { get } from '../../../tree';
import { type Annotation, type Pod, podsOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { isUnknown } from '../template';
import { traceAnnotation, traceFault } from '../traceAnnotation';
import { crio } from './authority';
import { podWith } from './example';

const userNamespace = /^(?:auto|private)(?::[^;=]+=[^;]*(?:;[^;=]+=[^;]*)*)?$/;

function faultOf({ value }: Annotation, key: string, pod: Pod): string | undefined {
  if (value === undefined || isUnknown(value)) return undefined;
  if (key === 'userns-mode.crio.io') {
    if (!userNamespace.test(value)) return 'must be auto or private, with options such as size=65536 after a colon';
    const unknown = [...value.matchAll(/[:;]([^;=]+)=/g)]
      .map(([, option]) => option as string)
      .find((option) => !/^(?:size|keep-id|map-to-root|uidmapping|gidmapping)$/.test(option));
    if (unknown) return `has the option ${unknown}, which CRI-O does not know`;
    if (/keep-id=true/.test(value) && /map-to-root=true/.test(value)) return 'has keep-id and map-to-root, which exclude each other';
  }
  if (key === 'seccomp-notifier-action.crio.io' && value === 'stop' && writtenString(get(pod.spec, 'restartPolicy')) !== 'Never')
    return 'ends the container, but the kubelet starts it again unless restartPolicy is Never';
  return key === traceAnnotation ? traceFault(value) : undefined;
}

export const crioAnnotationValue: Rule<PodPart> = {
  code: 'pod/crio-annotation-value',
  title: 'A CRI-O annotation value without the expected effect',
  category: 'correctness',
  severity: 'warning',
  why: 'CRI-O refuses to create the pod, or does something else than the author thinks. `userns-mode.crio.io` takes `auto` or `private` and options; with `seccomp-notifier-action.crio.io: stop` a container that is ended comes back unless `restartPolicy: Never`. The hook that `io.containers.trace-syscall` runs requires `of:` with the file that it writes, and absolute paths; otherwise it fails, and the container does not start.',
  sources: [
    crio('docs/crio.conf.5.md'),
    crio('tutorials/seccomp-oci-artifact.md'),
    { title: 'oci-seccomp-bpf-hook', url: 'https://github.com/containers/oci-seccomp-bpf-hook' },
  ],
  example: {
    bad: podWith({ annotations: 'userns-mode.crio.io: host' }),
    good: podWith({ annotations: 'userns-mode.crio.io: auto:size=65536' }),
  },
  *check(part, context) {
    for (const pod of podsOf(part, context)) {
      for (const annotation of pod.annotations) {
        const found = findCrioAnnotation(annotation.key);
        const fault = found && faultOf(annotation, found.annotation.key, pod);
        if (fault && !(pod.partial && fault.startsWith('ends')))
          yield { span: (annotation.valueNode ?? annotation.keyNode).span, message: `${annotation.key} ${fault}.` };
      }
    }
  },
};
