import { podWith } from './example';
import { standardRule } from './standardRule';

export const seccompProfileBaseline = standardRule({
  control: 'seccompProfile_baseline',
  code: 'pod/seccomp-profile-baseline',
  title: 'Seccomp profile Unconfined: seccomp is switched off',
  file: 'check_seccompProfile_baseline.go',
  why: `\`Unconfined\` lets the container call everything that the kernel offers, and most ways out of a container begin with a call that hardly any program needs. Where a program needs more than the default, such as a sandbox, a debugger, FUSE or perf, \`confine overlay\` and *New Profile…* make the default with those calls only, for \`type: Localhost\`. Baseline takes \`RuntimeDefault\`, \`Localhost\` or nothing; policies before v1.19 read the alpha annotations instead of the field.`,
  sources: [
    { title: 'Kubernetes: Restrict a container’s syscalls with seccomp', url: 'https://kubernetes.io/docs/tutorials/security/seccomp/' },
  ],
  example: {
    bad: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: Unconfined' }),
    good: podWith({ container: 'securityContext:\n  seccompProfile:\n    type: RuntimeDefault' }),
  },
  fix: () => 'Set the seccomp profile to RuntimeDefault',
});
