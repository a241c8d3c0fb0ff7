import { podWith } from './example';
import { standardRule } from './standardRule';

export const appArmorProfile = standardRule({
  control: 'appArmorProfile',
  code: 'pod/app-armor-profile',
  title: 'AppArmor is switched off or set to something unknown',
  file: 'check_appArmorProfile.go',
  why: `Without its AppArmor profile a container may mount, trace and write to kernel files as far as its capabilities reach. Where AppArmor is
enabled, the runtime confines every unprivileged container by a profile of its own; \`Unconfined\` takes that away. Baseline accepts
\`RuntimeDefault\`, \`Localhost\` or nothing, in the field (since Kubernetes 1.30) as in the older annotation.`,
  sources: [
    { title: 'Kubernetes: Restrict a container’s access with AppArmor', url: 'https://kubernetes.io/docs/tutorials/security/apparmor/' },
  ],
  example: {
    bad: podWith({ container: 'securityContext:\n  appArmorProfile:\n    type: Unconfined' }),
    good: podWith({ container: 'securityContext:\n  appArmorProfile:\n    type: RuntimeDefault' }),
  },
  fix: () => 'Set the AppArmor profile to the runtime’s default',
});
