import { podWith } from './example';
import { standardRule } from './standardRule';

export const hostPorts = standardRule({
  control: 'hostPorts',
  code: 'pod/host-ports',
  title: 'The container uses a host port',
  file: 'check_hostPorts.go',
  why: `A hostPort opens the container on every address of the node, past Services and, with many network plugins, past NetworkPolicies. Only one such pod fits on a node.
A Service of type NodePort or LoadBalancer does the same job within the rules.`,
  example: {
    bad: podWith({ container: 'ports:\n  - containerPort: 8080\n    hostPort: 8080' }),
    good: podWith({ container: 'ports:\n  - containerPort: 8080' }),
  },
  fix: () => 'Remove hostPort',
});
