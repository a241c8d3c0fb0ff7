import { podWith } from './example';
import { standardRule } from './standardRule';

export const runAsNonRoot = standardRule({
  control: 'runAsNonRoot',
  code: 'pod/run-as-non-root',
  title: 'runAsNonRoot is not set: the container may run as root',
  file: 'check_runAsNonRoot.go',
  why: `Root in the container is root on the node when anything else fails, unless the pod has a user namespace. With \`runAsNonRoot: true\` the kubelet refuses to start a container as user 0. It compares numbers: an image whose \`USER\` is a name needs \`runAsUser\` too. With \`hostUsers: false\` policies from v1.35 do not require it.`,
  example: {
    bad: podWith({ pod: 'securityContext:\n  runAsNonRoot: false' }),
    good: podWith({ pod: 'securityContext:\n  runAsNonRoot: true\n  runAsUser: 10001' }),
  },
  fix: () => 'Set runAsNonRoot: true with a numeric runAsUser',
});
