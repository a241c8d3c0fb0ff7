import { hostnameOverrides } from '../validation';
import { refusedByApi } from './apiRule';
import { docs } from './authority';
import { podWith } from './example';

export const hostnameOverride = refusedByApi({
  code: 'pod/hostname-override',
  since: 'Kubernetes 1.34',
  title: 'Invalid hostname or hostnameOverride',
  why: 'The API server refuses the pod: on the node’s network the host name is the node’s, and `setHostnameAsFQDN` sets another one. `hostnameOverride` (1.34 with a gate that is off, on in 1.35, stable in 1.37) is a DNS name of at most 64 characters.',
  sources: [docs('Pod Hostname', 'concepts/workloads/pods/pod-hostname/')],
  example: {
    bad: podWith({ pod: 'hostNetwork: true\nhostnameOverride: db.example.org' }),
    good: podWith({ pod: 'hostNetwork: false\nhostnameOverride: db.example.org' }),
  },
  refuses: [hostnameOverrides],
});
