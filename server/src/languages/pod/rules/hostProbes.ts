import { podWith } from './example';
import { standardRule } from './standardRule';

export const hostProbes = standardRule({
  control: 'hostProbesAndHostLifecycle',
  code: 'pod/host-probes',
  title: 'A probe or hook connects to another host',
  file: 'check_hostProbesAndhostLifecycle.go',
  why: `The kubelet sends the request, from the node, to whatever host is written: a way to reach addresses that the pod itself cannot (server-side request forgery).
Baseline refuses every value but an empty one since policy v1.34, \`127.0.0.1\` and \`localhost\` included, which mean the node here and not the pod. For a virtual host set the \`Host\` header in \`httpHeaders\`.`,
  example: {
    bad: podWith({ container: 'livenessProbe:\n  httpGet:\n    host: 10.0.0.1\n    port: 8080' }),
    good: podWith({ container: 'livenessProbe:\n  httpGet:\n    port: 8080' }),
  },
  fix: () => 'Remove the host',
});
