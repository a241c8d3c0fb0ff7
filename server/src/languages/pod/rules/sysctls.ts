import { podWith } from './example';
import { standardRule } from './standardRule';

export const sysctls = standardRule({
  control: 'sysctls',
  code: 'pod/sysctls',
  title: 'A sysctl that is not on the safe list',
  file: 'check_sysctls.go',
  why: `A sysctl outside of the safe list can reach other pods or the node. Besides, the kubelet starts the pod only where the node allows the name by \`--allowed-unsafe-sysctls\`; elsewhere it fails with \`SysctlForbidden\`.
The list grows with the policy version (v1.27, v1.29, v1.32, v1.37), and names are compared as they are written, so \`net/ipv4/…\` with slashes is never on it.`,
  sources: [{ title: 'Kubernetes: Using sysctls', url: 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/' }],
  example: {
    bad: podWith({
      pod: 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"\n    - name: kernel.msgmax\n      value: "65536"',
    }),
    good: podWith({ pod: 'securityContext:\n  sysctls:\n    - name: net.ipv4.tcp_syncookies\n      value: "1"' }),
  },
  fix: () => 'Remove the sysctl',
});
