import { bindOptions } from '../validation';
import { refusedByApi } from './apiRule';
import { docs } from './authority';
import { podWith } from './example';

export const bindMountOptions = refusedByApi({
  code: 'pod/bind-mount-options',
  since: 'Kubernetes 1.37',
  title: 'Unknown bind mount option',
  why: 'The API server refuses the pod: `bindMountOptions` (1.37, gate VolumeBindMountOptions) knows `noexec`, `nodev` and `nosuid`, each once, and none for the volume of an image.',
  sources: [docs('Set Bind Mount Options on Volume Mounts', 'tasks/configure-pod-container/configure-bind-mount-options/')],
  example: {
    bad: podWith({
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data\n    bindMountOptions: [noexe, nosuid]',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}',
    }),
    good: podWith({
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data\n    bindMountOptions: [noexec, nosuid]',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}',
    }),
  },
  byPiece: true,
  refuses: [bindOptions],
});
