import type { Rule } from '../../../core';
import { findCrioAnnotation, policyMinor } from '../../../knowledge';
import { booleanOf, get, itemsOf } from '../../../tree';
import { set } from '../harden/change';
import { hardeningFix } from '../harden/harden';
import { type Pod, podsOf } from '../model';
import type { PodPart } from '../part';
import { isTaken } from '../standards/evaluate';
import { nameSpan } from '../standards/violation';
import { volumesIn } from '../validation/refusal';
import { crio, docs } from './authority';
import { podWith } from './example';

const annotations = 'io.kubernetes.cri-o.userns-mode: auto';

/** From 1.33 on the gate is on. */
const since = 33;

export const hostUsers: Rule<PodPart> = {
  code: 'pod/host-users',
  title: 'A pod without a user namespace',
  category: 'security',
  severity: 'hint',
  since: 'Kubernetes 1.25',
  why: 'With `hostUsers: false` root in the pod is an ordinary user on the node, and capabilities mean nothing outside of the pod. It needs Kubernetes 1.33 (stable in 1.36), Linux 6.3, containerd 2.0 or CRI-O, and file systems with idmapped mounts below all volumes, which NFS is not. It is proposed where the pod passes restricted already, and in place of the annotation of CRI-O that does the same.',
  sources: [docs('User Namespaces', 'concepts/workloads/pods/user-namespaces/'), crio('docs/crio.conf.5.md')],
  example: { bad: podWith({ annotations }), good: podWith({ annotations, podEnd: 'hostUsers: false' }) },
  *check(part, context) {
    const minor = policyMinor(context.kubernetes);
    for (const pod of podsOf(part, context)) {
      if (minor < since || pod.partial || pod.workload.form !== 'pod' || pod.os === 'windows' || !canHave(pod)) continue;
      const annotation = pod.annotations.find(({ key }) => findCrioAnnotation(key)?.annotation.key.startsWith('userns-mode'));
      const [first] = pod.containers;
      // No level requires a user namespace.
      if (!first || (!annotation && (context.podSecurity || !isTaken(pod, 'restricted', minor)))) continue;
      yield {
        span: annotation?.keyNode.span ?? nameSpan(first),
        message: annotation
          ? 'hostUsers: false gives the pod a user namespace on every runtime; this annotation does on CRI-O only.'
          : 'Users of this pod are users of the node: hostUsers: false gives it a user namespace.',
        cure: () =>
          hardeningFix(part, [set([...pod.path, 'hostUsers'], false)], 'Set hostUsers: false', needs(pod)).map((fix) => ({
            ...fix,
            manual: true,
          })),
      };
    }
  },
};

/** Nothing is said yet, and nothing that the pod requires is refused beside it. */
const canHave = (pod: Pod): boolean =>
  get(pod.spec, 'hostUsers') === undefined &&
  !['hostNetwork', 'hostPID', 'hostIPC'].some((field) => booleanOf(get(pod.spec, field)) === true) &&
  !pod.containers.some(({ node }) => itemsOf(get(node, 'volumeDevices')).length > 0);

function needs(pod: Pod): string {
  const kinds = [...volumesIn(pod)].flatMap(({ node }) =>
    ['nfs', 'persistentVolumeClaim', 'hostPath', 'csi'].filter((kind) => get(node, kind)),
  );
  const volumes = kinds.includes('nfs')
    ? ' NFS has no idmapped mounts: the pod does not start with its nfs volume.'
    : kinds.length
      ? ' The file systems of its volumes must have idmapped mounts (ext4, xfs, btrfs and tmpfs have them, NFS does not).'
      : '';
  return `The nodes need Linux 6.3 and containerd 2.0 or CRI-O 1.25, else the pod does not start.${volumes}`;
}
