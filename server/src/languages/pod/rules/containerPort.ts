import { portNames, repeatedHostPorts } from '../validation';
import { refusedByApi } from './apiRule';
import { podWith } from './example';

export const containerPort = refusedByApi({
  code: 'pod/container-port',
  title: 'Invalid or duplicate container port name',
  why: 'The API server refuses the pod: names of ports are service names of RFC 6335 and different within a container, protocols are TCP, UDP or SCTP, and a port of the node goes to one container of a pod. With `hostNetwork: true` every port is one of the node.',
  example: {
    bad: podWith({ container: 'ports:\n  - name: Metrics_Port\n    containerPort: 8080' }),
    good: podWith({ container: 'ports:\n  - name: metrics\n    containerPort: 8080' }),
  },
  refuses: [portNames, repeatedHostPorts],
});
