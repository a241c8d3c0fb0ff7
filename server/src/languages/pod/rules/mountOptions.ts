import type { Rule } from '../../../core';
import { policyMinor } from '../../../knowledge';
import { booleanOf, get, memberOf } from '../../../tree';
import { set } from '../harden/change';
import { habitFix } from '../harden/harden';
import { podsOf, writtenString } from '../model';
import type { PodPart } from '../part';
import { inContainers, volumesIn } from '../validation/refusal';
import { docs } from './authority';
import { podWith } from './example';

const podEnd = 'volumes:\n  - name: cache\n    emptyDir: {}';
const mount = 'volumeMounts:\n  - name: cache\n    mountPath: /var/cache/app';
const options = ['noexec', 'nosuid', 'nodev'];

export const mountOptions: Rule<PodPart> = {
  code: 'pod/mount-options',
  title: 'A writable mount without the options noexec, nosuid and nodev',
  category: 'security',
  severity: 'hint',
  since: 'Kubernetes 1.37',
  why: 'A program that is written there can be run there, also by an attacker who can only write files. `bindMountOptions` (1.37, gate VolumeBindMountOptions, off by default) mounts a volume with `noexec`, `nosuid` and `nodev`. It is proposed for an emptyDir that the container can write, where the Kubernetes version has the field; without the gate the API server drops the field.',
  sources: [docs('Set Bind Mount Options on Volume Mounts', 'tasks/configure-pod-container/configure-bind-mount-options/')],
  example: {
    bad: podWith({ container: mount, podEnd }),
    good: podWith({ container: `${mount}\n    bindMountOptions:\n      - noexec\n      - nosuid\n      - nodev`, podEnd }),
  },
  byPiece: true,
  *check(part, context) {
    if (policyMinor(context.kubernetes) < 37) return;
    for (const pod of podsOf(part, context)) {
      if (pod.partial || pod.workload.form !== 'pod' || pod.os === 'windows') continue;
      const empty = new Set(
        [...volumesIn(pod)].flatMap(({ node }) => (get(node, 'emptyDir') ? (writtenString(get(node, 'name')) ?? []) : [])),
      );
      for (const { node, path, owner } of inContainers(pod, 'volumeMounts')) {
        const name = memberOf(node, 'name')?.value;
        const volume = writtenString(name);
        if (!name || volume === undefined || !empty.has(volume) || memberOf(node, 'bindMountOptions') || booleanOf(get(node, 'readOnly')))
          continue;
        yield {
          span: name.span,
          message: `Programs can run from volume "${volume}", which ${owner} can write; bindMountOptions can refuse that.`,
          cure: () =>
            habitFix(
              part,
              [set([...path, 'bindMountOptions'], options)],
              'Set bindMountOptions: noexec, nosuid, nodev',
              'Programs and libraries that are unpacked there and loaded, such as native code of a Java or Python package, fail with “Permission denied”. The field needs the gate VolumeBindMountOptions.',
              context,
            ).map((fix) => ({ ...fix, manual: true })),
        };
      }
    }
  },
};
