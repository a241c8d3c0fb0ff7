/** containerd, CRI-O and Docker's daemon: what they refuse before a runtime starts the container. */

import { family, type Holes } from './template';

const missingSeccomp = ({ path = '' }: Holes) => ({ kind: 'missing-profile', of: 'seccomp', name: path }) as const;
const missingApparmor = ({ name = '' }: Holes) => ({ kind: 'missing-profile', of: 'apparmor', name }) as const;
const notJson = (path: string, problem: string) =>
  ({
    kind: 'invalid-profile',
    of: 'seccomp',
    ...(path && { word: path }),
    field: 'path',
    problem: `the file can't be decoded: ${problem}`,
  }) as const;

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

/**
 * $source cri-o/cri-o internal/config, internal/factory, server
 * $checked 2026-11-30
 */
export const crioMessages = family('cri-o', 'cri-o/cri-o', 'seccomp', [
  {
    id: 'seccomp-missing',
    file: 'internal/config/seccomp/seccomp.go',
    form: 'unable to load local profile {path:quoted}: open {again:text}: no such file or directory',
    example:
      'setup seccomp: unable to load local profile "/var/lib/kubelet/seccomp/till.json": open /var/lib/kubelet/seccomp/till.json: no such file or directory',
    gives: missingSeccomp,
  },
  {
    id: 'seccomp-decoding',
    file: 'internal/config/seccomp/seccomp.go',
    form: 'decoding seccomp profile failed: {problem:rest}',
    example: "setup seccomp: load local profile: decoding seccomp profile failed: invalid character ']' after object key",
    gives: ({ problem = '' }) => notJson('', problem),
  },
  {
    id: 'seccomp-open',
    file: 'internal/config/seccomp/seccomp.go',
    form: 'open seccomp profile: open {path:text}: no such file or directory',
    example: 'validating seccomp: open seccomp profile: open /etc/crio/till.json: no such file or directory',
    gives: missingSeccomp,
  },
  {
    id: 'apparmor-empty',
    file: 'internal/config/apparmor/apparmor_linux.go',
    layer: 'apparmor',
    form: 'empty localhost AppArmor profile is forbidden',
    example: 'applying apparmor profile to container 1b2c: empty localhost AppArmor profile is forbidden',
    gives: () => ({ kind: 'unnamed-profile', of: 'apparmor' }),
  },
  {
    id: 'apparmor-missing',
    file: 'internal/config/apparmor/apparmor_linux.go',
    layer: 'apparmor',
    form: 'AppArmor profile {name:quoted} is not loaded',
    example: 'applying apparmor profile to container 1b2c: AppArmor profile "till-guard" is not loaded',
    gives: missingApparmor,
  },
  {
    id: 'privileged-sandbox',
    file: 'internal/factory/container/container.go',
    layer: 'runtime',
    form: 'container create failed: no privileged container allowed in sandbox',
    example: 'Error: container create failed: no privileged container allowed in sandbox',
    gives: () => ({
      kind: 'refused-field',
      field: 'privileged',
      problem: 'the sandbox of the pod was made without privileges',
      cure: 'Remove privileged: true, or create the pod again',
    }),
  },
  {
    id: 'capability-unknown',
    file: 'internal/factory/container/container.go',
    layer: 'capability',
    form: 'unknown capability {name:quoted} to add',
    example: 'Error: unknown capability "CAP_NET_ROW" to add',
    gives: ({ name = '' }) => ({
      kind: 'refused-field',
      field: 'capabilities',
      value: name.replace(/^CAP_/, ''),
      problem: `there is no capability ${name}`,
      cure: 'Correct the name in capabilities.add',
    }),
  },
  {
    id: 'device-not-allowed',
    file: 'internal/config/device/device_linux.go',
    layer: 'runtime',
    form: 'device {path} is specified but is not in allowed_devices',
    example: 'Error: device /dev/fuse is specified but is not in allowed_devices',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'device', errno: 'EPERM', path }),
  },
  {
    id: 'signature-rejected',
    file: 'server/image_pull.go',
    layer: 'signature',
    form: 'SignatureValidationFailed: {problem:text}: Source image rejected: {reason:rest}',
    example:
      'rpc error: code = Unknown desc = SignatureValidationFailed: unable to pull image or OCI artifact: Source image rejected: the policy says no',
    gives: ({ reason = '' }) => ({ kind: 'signature', problem: 'rejected', word: reason }),
  },
]);

/**
 * $source moby/moby daemon, docker/cli cli/command/container/opts.go
 * $checked 2026-11-30
 */
export const mobyMessages = family('moby', 'moby/moby', 'seccomp', [
  {
    id: 'mount-source',
    file: 'daemon/volume/mounts/mounts.go',
    layer: 'runtime',
    form: 'error while creating mount source path {path:quoted}: {problem:rest}',
    example: "error while creating mount source path '/srv/till': mkdir /srv/till: permission denied",
    gives: ({ path, problem }) => ({ kind: 'elsewhere', cause: `The Docker daemon may not make ${path} on the host: ${problem}` }),
  },
  {
    id: 'seccomp-missing',
    file: 'docker/cli cli/command/container/opts.go',
    form: 'opening seccomp profile ({path}) failed: open {again:text}: no such file or directory',
    example: 'docker: opening seccomp profile (security/till.json) failed: open security/till.json: no such file or directory',
    gives: missingSeccomp,
  },
  {
    id: 'seccomp-json',
    file: 'docker/cli cli/command/container/opts.go',
    form: 'compacting json for seccomp profile ({path}) failed: {problem:rest}',
    example: 'docker: compacting json for seccomp profile (security/till.json) failed: unexpected end of JSON input',
    gives: ({ path = '', problem = '' }) => notJson(path, problem),
  },
  {
    id: 'seccomp-decoding',
    file: 'moby/profiles seccomp/seccomp_linux.go',
    form: 'Error response from daemon: Decoding seccomp profile failed: {problem:rest}',
    example: 'docker: Error response from daemon: Decoding seccomp profile failed: json: cannot unmarshal string into Go value',
    gives: ({ problem = '' }) => notJson('', problem),
  },
  {
    id: 'seccomp-kernel',
    file: 'daemon/seccomp_linux.go',
    form: 'seccomp is not enabled in your kernel, cannot run a custom seccomp profile',
    example: 'docker: Error response from daemon: seccomp is not enabled in your kernel, cannot run a custom seccomp profile',
    gives: () => ({ kind: 'elsewhere', cause: 'The kernel of the host has no seccomp' }),
  },
  {
    id: 'seccomp-names-and-name',
    file: 'profiles/seccomp/seccomp_linux.go',
    form: "'name' and 'names' were specified in the seccomp profile, use either 'name' or 'names'",
    example: "docker: Error response from daemon: 'name' and 'names' were specified in the seccomp profile, use either 'name' or 'names'",
    gives: () => ({ kind: 'invalid-profile', of: 'seccomp', field: 'name', problem: 'a rule has both `name` and `names`' }),
  },
  {
    id: 'seccomp-architectures',
    file: 'profiles/seccomp/seccomp_linux.go',
    form: "use either 'architectures' or 'archMap'",
    example:
      "docker: Error response from daemon: 'architectures' and 'archMap' were specified in the seccomp profile, use either 'architectures' or 'archMap'",
    gives: () => ({
      kind: 'invalid-profile',
      of: 'seccomp',
      field: 'archMap',
      problem: 'the profile has both `architectures` and `archMap`',
    }),
  },
  {
    id: 'security-opt',
    file: 'daemon/daemon_unix.go',
    layer: 'runtime',
    form: 'invalid --security-opt {number:number}: {option:quoted}',
    example: 'docker: Error response from daemon: invalid --security-opt 2: "secomp=till.json"',
    gives: ({ option }) => ({ kind: 'elsewhere', cause: `Docker knows no security option "${option}"` }),
  },
  {
    id: 'capability-unknown',
    file: 'daemon/pkg/oci/caps/utils.go',
    layer: 'capability',
    form: 'unknown capability: {name:quoted}',
    example: 'docker: Error response from daemon: invalid CapAdd: unknown capability: "CAP_NET_ROW"',
    gives: ({ name = '' }) => ({
      kind: 'refused-field',
      field: 'capabilities',
      value: name.replace(/^CAP_/, ''),
      problem: `there is no capability ${name}`,
      cure: 'Correct the name of the capability',
    }),
  },
  {
    id: 'userns-privileged',
    file: 'daemon/daemon_unix.go',
    layer: 'runtime',
    form: 'privileged mode is incompatible with user namespaces.',
    example:
      'docker: Error response from daemon: privileged mode is incompatible with user namespaces.  You must run the container in the host namespace when running privileged mode.',
    gives: () => ({
      kind: 'refused-field',
      field: 'privileged',
      problem: 'the daemon runs containers in a user namespace (userns-remap)',
      cure: 'Remove --privileged, or run with --userns=host',
    }),
  },
  {
    id: 'port-allocated',
    file: 'daemon/libnetwork/portallocator/portallocator.go',
    layer: 'runtime',
    form: 'Bind for {address} failed: port is already allocated',
    example:
      'docker: Error response from daemon: driver failed programming external connectivity on endpoint till: Bind for 0.0.0.0:8080 failed: port is already allocated',
    gives: ({ address }) => ({ kind: 'elsewhere', cause: `Another container has published ${address} already` }),
  },
  {
    id: 'port-in-use',
    file: 'daemon/libnetwork/portmapper/proxy_linux.go',
    layer: 'runtime',
    form: 'listen {address:text}: bind: address already in use',
    example:
      'docker: Error response from daemon: failed to bind host port for 0.0.0.0:80: listen tcp4 0.0.0.0:80: bind: address already in use',
    gives: ({ address }) => ({ kind: 'elsewhere', cause: `Another program listens on ${address} already` }),
  },
  {
    id: 'no-image',
    file: 'daemon/images/image.go',
    layer: 'runtime',
    form: 'Error response from daemon: No such image: {image}',
    example: 'Error response from daemon: No such image: registry.example.org/till:1',
    gives: ({ image }) => ({ kind: 'elsewhere', cause: `The host has no image ${image}` }),
  },
  {
    id: 'bind-source',
    file: 'daemon/volume/mounts/validate.go',
    layer: 'runtime',
    form: 'bind source path does not exist: {path}',
    example: 'docker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: /srv/till',
    gives: ({ path }) => ({ kind: 'elsewhere', cause: `The host has no ${path} to mount` }),
  },
]);
