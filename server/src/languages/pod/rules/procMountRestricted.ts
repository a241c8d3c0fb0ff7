import { podWith } from './example';
import { standardRule } from './standardRule';

export const procMountRestricted = standardRule({
  control: 'procMount_restricted',
  code: 'pod/proc-mount-restricted',
  title: 'Kernel files under /proc are unmasked, user namespace or not',
  file: 'check_procMount_restricted.go',
  why: `Restricted refuses an unmasked \`/proc\` also in a user namespace. From policy v1.35 baseline lets a pod with \`hostUsers: false\` have it, for nested containers; restricted still refuses it.`,
  example: {
    bad: podWith({ pod: 'hostUsers: false', container: 'securityContext:\n  procMount: Unmasked' }),
    good: podWith({ pod: 'hostUsers: false', container: 'securityContext:\n  procMount: Default' }),
  },
  fix: () => 'Set procMount: Default',
});
