import { devicesOfUsers } from '../validation';
import { refusedByApi } from './apiRule';
import { docs } from './authority';
import { podWith } from './example';

export const hostUsersDevices = refusedByApi({
  code: 'pod/host-users-devices',
  since: 'Kubernetes 1.25',
  title: 'Block devices in a pod with a user namespace',
  why: 'The API server (1.34 and later) refuses the pod: a device node cannot be made in a user namespace, so a container with `volumeDevices` would not start.',
  sources: [docs('User Namespaces', 'concepts/workloads/pods/user-namespaces/')],
  example: {
    bad: podWith({
      pod: 'hostUsers: false',
      container: 'volumeDevices:\n  - name: disk\n    devicePath: /dev/xvda',
      podEnd: 'volumes:\n  - name: disk\n    persistentVolumeClaim:\n      claimName: disk',
    }),
    good: podWith({
      container: 'volumeDevices:\n  - name: disk\n    devicePath: /dev/xvda',
      podEnd: 'volumes:\n  - name: disk\n    persistentVolumeClaim:\n      claimName: disk',
    }),
  },
  refuses: [devicesOfUsers],
});
