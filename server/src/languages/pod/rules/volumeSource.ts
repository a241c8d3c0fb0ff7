import { imageReferences, twoSources } from '../validation';
import { refusedByApi } from './apiRule';
import { podWith } from './example';

export const volumeSource = refusedByApi({
  code: 'pod/volume-source',
  title: 'A volume with two sources',
  why: 'The API server refuses the pod: a volume is made of one thing, and so is each source of a projected volume. Two come together where files are merged. A volume of an image also needs its `reference`.',
  example: {
    bad: podWith({
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}\n    hostPath:\n      path: /srv/data',
    }),
    good: podWith({
      container: 'volumeMounts:\n  - name: data\n    mountPath: /data',
      podEnd: 'volumes:\n  - name: data\n    emptyDir: {}',
    }),
  },
  refuses: [twoSources, imageReferences],
});
