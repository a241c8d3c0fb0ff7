import { missingVolumes, repeatedPaths } from '../validation';
import { refusedByApi } from './apiRule';
import { podWith } from './example';

export const volumeMount = refusedByApi({
  code: 'pod/volume-mount',
  title: 'A volume mount without a volume, or two at one path',
  why: 'The API server refuses the pod: `volumeMounts` and `volumeDevices` name volumes of the same pod (in a StatefulSet also those of `volumeClaimTemplates`), and a container has one mount at each path.',
  example: {
    bad: podWith({
      container: 'volumeMounts:\n  - name: cache\n    mountPath: /cache',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}',
    }),
    good: podWith({
      container: 'volumeMounts:\n  - name: data\n    mountPath: /cache',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}',
    }),
  },
  byPiece: true,
  refuses: [missingVolumes, repeatedPaths],
});
