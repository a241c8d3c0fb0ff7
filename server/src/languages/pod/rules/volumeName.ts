import { volumeNames } from '../validation';
import { refusedByApi } from './apiRule';
import { podWith } from './example';

export const volumeName = refusedByApi({
  code: 'pod/volume-name',
  title: 'Duplicate or invalid volume name',
  why: 'The API server refuses the pod: volumes are mounted by name, so each name is there once, and is a DNS label.',
  example: {
    bad: podWith({ podEnd: 'volumes:\n  - name: App_Data\n    emptyDir: {}' }),
    good: podWith({ podEnd: 'volumes:\n  - name: app-data\n    emptyDir: {}' }),
  },
  refuses: [volumeNames],
});
