import { podWith } from './example';
import { standardRule } from './standardRule';

export const runAsUser = standardRule({
  control: 'runAsUser',
  code: 'pod/run-as-user',
  title: 'runAsUser is 0: the container runs as root',
  file: 'check_runAsUser.go',
  why: `\`runAsUser: 0\` runs the container as root whatever the image says. Restricted refuses it from policy v1.23 on, on the pod even when every container overrides it; with \`hostUsers: false\` policies from v1.35 allow it.`,
  example: {
    bad: podWith({ container: 'securityContext:\n  runAsUser: 0' }),
    good: podWith({ container: 'securityContext:\n  runAsUser: 10001' }),
  },
  fix: ({ changes }) => `Set runAsUser: ${changes[0]?.kind === 'set' ? changes[0].value : ''}`,
});
