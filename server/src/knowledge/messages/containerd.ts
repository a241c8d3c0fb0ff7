/** containerd: what it refuses before a runtime starts the container. */

import { missingApparmor, missingSeccomp, notJson } from './profileProblems';
import { family } from './template';

/**
 * $source containerd/containerd contrib/seccomp, internal/cri
 * $checked 2026-11-30
 */
export const containerdMessages = family('containerd', 'containerd/containerd', 'seccomp', [
  {
    id: 'seccomp-missing',
    file: 'contrib/seccomp/seccomp.go',
    form: 'cannot load seccomp profile {path:quoted}: open {again:text}: no such file or directory',
    example:
      'Error: failed to create containerd container: cannot load seccomp profile "/var/lib/kubelet/seccomp/till.json": open /var/lib/kubelet/seccomp/till.json: no such file or directory',
    gives: missingSeccomp,
  },
  {
    id: 'seccomp-unreadable',
    file: 'contrib/seccomp/seccomp.go',
    form: 'cannot load seccomp profile {path:quoted}: {problem:text}: permission denied',
    example: 'cannot load seccomp profile "/var/lib/kubelet/seccomp/till.json": open /var/lib/kubelet/seccomp/till.json: permission denied',
    gives: ({ path = '' }) => ({ kind: 'elsewhere', cause: `containerd may not read ${path} on the node` }),
  },
  {
    id: 'seccomp-decoding',
    file: 'contrib/seccomp/seccomp.go',
    form: 'decoding seccomp profile failed {path:quoted}: {problem:rest}',
    example:
      'decoding seccomp profile failed "/var/lib/kubelet/seccomp/till.json": invalid character \'}\' looking for beginning of object key string',
    gives: ({ path = '', problem = '' }) => notJson(path, problem),
  },
  {
    id: 'seccomp-localhost-ref',
    file: 'internal/cri/sputil/seccomp_linux.go',
    form: 'seccomp config invalid LocalhostRef must only be set if ProfileType is Localhost',
    example: 'failed to generate seccomp spec opts: seccomp config invalid LocalhostRef must only be set if ProfileType is Localhost',
    gives: () => ({ kind: 'unnamed-profile', of: 'seccomp' }),
  },
  {
    id: 'seccomp-unsupported',
    file: 'internal/cri/sputil/seccomp_linux.go',
    form: 'seccomp is not supported',
    example: 'failed to generate seccomp spec opts: seccomp is not supported',
    gives: () => ({
      kind: 'refused-field',
      field: 'seccompProfile',
      problem: 'the node has no seccomp',
      cure: 'Schedule the pod to a node with seccomp',
    }),
  },
  {
    id: 'apparmor-missing',
    file: 'internal/cri/sputil/apparmor_linux.go',
    layer: 'apparmor',
    form: 'apparmor profile not found {name}',
    example: 'Error: failed to get container spec opts: failed to generate apparmor spec opts: apparmor profile not found till-guard',
    gives: missingApparmor,
  },
  {
    id: 'apparmor-unsupported',
    file: 'internal/cri/sputil/apparmor_linux.go',
    layer: 'apparmor',
    form: 'failed to generate apparmor spec opts: apparmor is not supported',
    example: 'Error: failed to generate apparmor spec opts: apparmor is not supported',
    gives: () => ({
      kind: 'refused-field',
      field: 'appArmorProfile',
      problem: 'the node has no AppArmor',
      cure: 'Schedule the pod to a node with AppArmor',
    }),
  },
  {
    id: 'selinux-options',
    file: 'internal/cri/server/container_create.go',
    layer: 'selinux',
    form: 'failed to init selinux options {options:text}: {problem:rest}',
    example: 'failed to init selinux options &SELinuxOption{Level:s0:c1,}: invalid level',
    gives: ({ problem = '' }) => ({
      kind: 'refused-field',
      field: 'seLinuxOptions',
      problem: `the label is refused: ${problem}`,
      cure: 'Correct seLinuxOptions',
    }),
  },
  {
    id: 'relabel',
    file: 'internal/cri/opts/spec_linux_opts.go',
    layer: 'selinux',
    form: 'relabel {path:quoted} with {label:quoted} failed: {problem:rest}',
    example: 'relabel "/srv/till" with "system_u:object_r:container_file_t:s0:c1,c2" failed: operation not supported',
    gives: ({ path = '' }) => ({ kind: 'elsewhere', cause: `The file system of ${path} on the node takes no SELinux labels` }),
  },
  {
    id: 'privileged-sandbox',
    file: 'internal/cri/server/container_create.go',
    layer: 'runtime',
    form: 'no privileged container allowed in sandbox',
    example: 'Error: failed to generate spec opts: no privileged container allowed in sandbox',
    gives: () => ({
      kind: 'refused-field',
      field: 'privileged',
      problem: 'the runtime handler of the pod accepts no privileged containers',
      cure: 'Remove privileged: true, or use another RuntimeClass',
    }),
  },
  {
    id: 'mount-not-shared',
    file: 'internal/cri/opts/spec_linux_opts.go',
    layer: 'runtime',
    form: 'is mounted on {mount:quoted} but it is not a shared {kind:text}mount',
    example: 'path "/srv/till" is mounted on "/" but it is not a shared mount',
    gives: ({ mount }) => ({
      kind: 'elsewhere',
      cause: `On the node the mount at ${mount} doesn't propagate as mountPropagation requires`,
    }),
  },
  {
    id: 'image-not-found',
    file: 'client/pull.go',
    layer: 'runtime',
    form: 'failed to resolve reference {image:quoted}: {problem:text}: not found',
    example:
      'Failed to pull image "registry.example.org/till:1": failed to resolve reference "registry.example.org/till:1": registry.example.org/till:1: not found',
    gives: ({ image }) => ({ kind: 'elsewhere', cause: `The registry has no image ${image}` }),
  },
  {
    id: 'pull-denied',
    file: 'core/remotes/docker/resolver.go',
    layer: 'runtime',
    form: 'pull access denied, repository does not exist or may require authorization',
    example:
      'failed to resolve reference "docker.io/till/app:1": pull access denied, repository does not exist or may require authorization: server message',
    gives: () => ({ kind: 'elsewhere', cause: 'The registry refuses the pull: the repository is missing, or the credentials are' }),
  },
]);
