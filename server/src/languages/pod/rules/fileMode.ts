import { modesAndOwners } from '../validation';
import { refusedByApi } from './apiRule';
import { docs } from './authority';
import { podWith } from './example';

export const fileMode = refusedByApi({
  code: 'pod/file-mode',
  title: 'Invalid file mode or owner',
  why: 'The API server refuses the pod: modes of files go from 0 to 0777, that of an `emptyDir` (1.37, gate EmptyDirVolumeMode) to 01777; owners of files (1.37, gate AtomicWriteVolumeUserFields) from 0 to 2147483647. In YAML an octal number starts with 0; JSON has decimal ones only.',
  sources: [docs('Secrets', 'concepts/configuration/secret/#restriction-names-data')],
  example: {
    bad: podWith({ podEnd: 'volumes:\n  - name: keys\n    secret:\n      secretName: keys\n      defaultMode: 640' }),
    good: podWith({ podEnd: 'volumes:\n  - name: keys\n    secret:\n      secretName: keys\n      defaultMode: 0640' }),
  },
  refuses: [modesAndOwners],
});
