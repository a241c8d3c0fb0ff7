import { podWith } from './example';
import { standardRule } from './standardRule';

export const seLinuxOptions = standardRule({
  control: 'seLinuxOptions',
  code: 'pod/se-linux-options',
  title: 'Custom seLinuxOptions: user, role or type',
  file: 'check_seLinuxOptions.go',
  why: `The SELinux type decides what the container may touch on the node, and \`spc_t\` touches everything. Baseline allows the types that are made for containers (\`container_t\`, \`container_init_t\`, \`container_kvm_t\`, and \`container_engine_t\` from v1.31), any \`level\`, and neither \`user\` nor \`role\`.`,
  example: {
    bad: podWith({ container: 'securityContext:\n  seLinuxOptions:\n    level: s0:c123,c456\n    type: spc_t' }),
    good: podWith({ container: 'securityContext:\n  seLinuxOptions:\n    level: s0:c123,c456' }),
  },
  fix: ({ changes }) => `Remove seLinuxOptions.${String(changes[0]?.path.at(-1))}`,
});
