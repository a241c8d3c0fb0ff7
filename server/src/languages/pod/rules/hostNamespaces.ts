import { podWith } from './example';
import { standardRule } from './standardRule';

export const hostNamespaces = standardRule({
  control: 'hostNamespaces',
  code: 'pod/host-namespaces',
  title: 'The pod shares a namespace with the node',
  file: 'check_hostNamespaces.go',
  why: `The pod sees the node as the node sees itself. With \`hostNetwork\` it can listen to traffic of the node and reach services that only answer on
localhost, the kubelet’s among them; with \`hostPID\` it sees every process and, through \`/proc/<pid>/root\`, their files; with \`hostIPC\` it reads the node’s shared memory.`,
  sources: [
    {
      title: 'NSA/CISA Kubernetes Hardening Guide',
      url: 'https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF',
    },
  ],
  example: {
    bad: podWith({ pod: 'hostPID: true' }),
    good: podWith({ pod: 'hostPID: false' }),
  },
  fix: ({ changes }) => `Set ${String(changes[0]?.path.at(-1))}: false`,
});
