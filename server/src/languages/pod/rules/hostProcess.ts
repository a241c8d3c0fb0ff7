import type { Report, Rule } from '../../../core';
import { booleanOf, get, type Node } from '../../../tree';
import { type Pod, securityField, subjectOf, titleOf, wholePods } from '../model';
import type { PodPart } from '../part';
import { nameSpan } from '../standards/violation';
import { docs, podValidation } from './authority';
import { podWith } from './example';

const hostProcessOf = (holder: Parameters<typeof securityField>[0]): Node | undefined =>
  get(securityField(holder, 'windowsOptions'), 'hostProcess');

function* reports(pod: Pod): Generator<Report> {
  const ofPod = hostProcessOf(pod);
  const settings = pod.containers.map((container) => ({ container, own: hostProcessOf(container) }));
  for (const { container, own } of settings) {
    if (own && ofPod && booleanOf(own) !== booleanOf(ofPod))
      yield {
        span: own.span,
        message: `hostProcess of ${titleOf(container)} must be the same as the pod's, or the API server refuses the pod.`,
        related: [{ span: ofPod.span, message: 'The pod’s value.' }],
      };
  }
  const runs = ({ own }: (typeof settings)[number]) => booleanOf(own ?? ofPod) === true;
  const first = settings.find(runs);
  if (!first) return;
  const other = settings.find((setting) => !runs(setting));
  if (other)
    yield {
      span: nameSpan(other.container),
      message: `${subjectOf(other.container)} must be a HostProcess container too, since ${titleOf(first.container)} is: the API server takes all or none.`,
    };
  const place = first.own ?? ofPod;
  if (place && booleanOf(get(pod.spec, 'hostNetwork')) !== true)
    yield { span: place.span, message: 'The API server refuses HostProcess containers without hostNetwork: true on the pod.' };
}

export const hostProcess: Rule<PodPart> = {
  code: 'pod/host-process',
  title: 'HostProcess set for only a part of the pod',
  category: 'correctness',
  severity: 'error',
  why: 'The API server refuses the pod: a pod runs on the Windows host with all its containers or with none, it must say the same on pod and containers, and it uses the host’s network.',
  sources: [podValidation, docs('Create a Windows HostProcess Pod', 'tasks/configure-pod-container/create-hostprocess-pod/')],
  example: {
    bad: podWith({ pod: 'securityContext:\n  windowsOptions:\n    hostProcess: true' }),
    good: podWith({ pod: 'securityContext:\n  windowsOptions:\n    hostProcess: false' }),
  },
  *check(part, context) {
    for (const pod of wholePods(part, context)) if (!pod.partial) yield* reports(pod);
  },
};
