import { filePaths, hostPaths, subPaths } from '../validation';
import { refusedByApi } from './apiRule';
import { docs } from './authority';
import { podWith } from './example';

export const volumePath = refusedByApi({
  code: 'pod/volume-path',
  title: 'A path that leaves its volume',
  why: 'The API server refuses the pod: `..` in a `hostPath`, a `subPath` or the path of a file in a volume would reach files outside of the volume. Paths inside a volume are relative; names of files in it do not start with `..`, which the kubelet uses itself.',
  sources: [docs('Volumes', 'concepts/storage/volumes/')],
  example: {
    bad: podWith({
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data\n    subPath: ../other',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}',
    }),
    good: podWith({
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data\n    subPath: other',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}',
    }),
  },
  byPiece: true,
  refuses: [hostPaths, subPaths, filePaths],
});
