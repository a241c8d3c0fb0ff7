import { podWith } from './example';
import { standardRule } from './standardRule';

export const privileged = standardRule({
  control: 'privileged',
  code: 'pod/privileged',
  title: 'The container is privileged',
  file: 'check_privileged.go',
  why: `A privileged container is root on the node in all but name. It gets every capability and every device of the node, \`/sys\` and \`/proc\` are writable, and seccomp, AppArmor and the SELinux type are off.
Mounting the node’s disk takes one command. Find out which devices and capabilities the workload needs and give it those: a device plugin, a list under \`capabilities.add\`.`,
  sources: [
    {
      title: 'NSA/CISA Kubernetes Hardening Guide',
      url: 'https://media.defense.gov/2022/Aug/29/2003066362/-1/-1/0/CTR_KUBERNETES_HARDENING_GUIDANCE_1.2_20220829.PDF',
    },
  ],
  example: {
    bad: podWith({ container: 'securityContext:\n  privileged: true' }),
    good: podWith({ container: 'securityContext:\n  privileged: false' }),
  },
  fix: () => 'Set privileged: false',
});
