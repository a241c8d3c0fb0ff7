import { podWith } from './example';
import { standardRule } from './standardRule';

export const procMount = standardRule({
  control: 'procMount',
  code: 'pod/proc-mount',
  title: 'Kernel files under /proc are unmasked',
  file: 'check_procMount.go',
  why: `\`Unmasked\` shows the parts of \`/proc\` that runtimes hide and makes \`/proc/sys\` writable. They contain kernel memory, keys and switches such as \`sysrq-trigger\`. It is meant for nested containers in a user namespace:
with \`hostUsers: false\` baseline allows it from policy v1.35 on, restricted never does.`,
  example: {
    bad: podWith({ container: 'securityContext:\n  procMount: Unmasked' }),
    good: podWith({ container: 'securityContext:\n  procMount: Default' }),
  },
  fix: () => 'Set procMount: Default',
});
