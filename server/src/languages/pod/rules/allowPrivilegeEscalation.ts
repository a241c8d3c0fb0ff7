import { contradictsEscalation } from '../capabilities';
import { podWith } from './example';
import { standardRule } from './standardRule';

export const allowPrivilegeEscalation = standardRule({
  control: 'allowPrivilegeEscalation',
  code: 'pod/allow-privilege-escalation',
  title: 'The container may gain privileges',
  file: 'check_allowPrivilegeEscalation.go',
  why: `A set-user-ID program in the image makes any process root again. \`allowPrivilegeEscalation: false\` sets the kernel’s \`no_new_privs\`, which \`execve\` then respects; when it is not written it acts as true. It contradicts \`privileged: true\` and \`SYS_ADMIN\`, which the API server refuses beside it.`,
  sources: [{ title: 'prctl(2)', url: 'https://man7.org/linux/man-pages/man2/prctl.2.html' }],
  example: {
    bad: podWith({ container: 'securityContext:\n  allowPrivilegeEscalation: true' }),
    good: podWith({ container: 'securityContext:\n  allowPrivilegeEscalation: false' }),
  },
  fix: (violation) => (contradictsEscalation(violation.container) ? undefined : 'Set allowPrivilegeEscalation: false'),
});
