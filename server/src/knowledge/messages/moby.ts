/** Docker's daemon and command: what they refuse before a runtime starts the container. */

import { missingSeccomp, notJson } from './profileProblems';
import { family } from './template';

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
