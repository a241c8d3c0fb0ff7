import { podWith } from './example';
import { standardRule } from './standardRule';

export const seccompProfileRestricted = standardRule({
  control: 'seccompProfile_restricted',
  code: 'pod/seccomp-profile-restricted',
  title: 'No seccomp profile is set',
  file: 'check_seccompProfile_restricted.go',
  why: `A pod that names no seccomp profile runs without one, unless the kubelet has \`--seccomp-default\`. Restricted asks from policy v1.19 on for \`RuntimeDefault\` or \`Localhost\`, on the pod or on every container, and refuses any other value even where it is overridden.`,
  sources: [
    { title: 'Kubernetes: Restrict a container’s syscalls with seccomp', url: 'https://kubernetes.io/docs/tutorials/security/seccomp/' },
  ],
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsUser: 10001' }),
    good: podWith({
      container: 'securityContext:\n  runAsUser: 10001',
      podEnd: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault',
    }),
  },
  fix: () => 'Set the seccomp profile to RuntimeDefault',
});
