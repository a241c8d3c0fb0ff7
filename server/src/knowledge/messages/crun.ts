/** crun: what ends a container in its first moments. */

import { wordOfProfile as word } from './profileWord';
import { errnoOf, family } from './template';

const seccompC = 'src/libcrun/seccomp.c';

/**
 * $source containers/crun src/libcrun
 * $checked 2026-11-30
 */
export const crunMessages = family('crun', 'containers/crun', 'seccomp', [
  {
    id: 'seccomp-operator',
    file: seccompC,
    form: 'seccomp get operator `{word}`',
    example: 'crun: seccomp get operator `SCMP_CMP_EQUAL`',
    gives: word('operator', 'crun knows no such operator'),
  },
  {
    id: 'seccomp-action',
    file: seccompC,
    form: 'seccomp get action `{word}`',
    example: 'crun: seccomp get action `SCMP_ACT_ALOW`',
    gives: word('action', 'crun knows no such action'),
  },
  {
    id: 'seccomp-flag',
    file: seccompC,
    form: 'unknown seccomp option `{word}`',
    example: 'crun: unknown seccomp option `SECCOMP_FILTER_FLAG_LOGG`',
    gives: word('flag', 'crun knows no such flag'),
  },
  {
    id: 'seccomp-default',
    file: seccompC,
    form: 'seccomp misses the default action',
    example: 'crun: seccomp misses the default action',
    gives: () => ({ kind: 'invalid-profile', of: 'seccomp', field: 'missingDefaultAction', problem: 'the profile has no `defaultAction`' }),
  },
  {
    id: 'seccomp-errno',
    file: seccompC,
    form: 'errno value specified for action `{word}`',
    example: 'crun: errno value specified for action `SCMP_ACT_ALLOW`',
    gives: word('errno', 'only SCMP_ACT_ERRNO and SCMP_ACT_TRACE take `errnoRet`'),
  },
  {
    id: 'seccomp-architecture',
    file: seccompC,
    form: 'seccomp unknown architecture `{word}`',
    example: 'crun: seccomp unknown architecture `ARM64`',
    gives: ({ word: name = '' }) => ({
      kind: 'invalid-profile',
      of: 'seccomp',
      word: `SCMP_ARCH_${name.toUpperCase()}`,
      field: 'architecture',
      problem: 'crun knows no such architecture',
    }),
  },
  {
    id: 'seccomp-call',
    file: seccompC,
    form: 'invalid seccomp syscall `{word}`',
    example: 'crun: invalid seccomp syscall `opnat`',
    gives: word('call', 'libseccomp knows no such system call'),
  },
  {
    id: 'seccomp-rule',
    file: seccompC,
    form: 'seccomp_rule_add `{word}`: {problem:rest}',
    example: 'crun: seccomp_rule_add `clone`: Invalid argument',
    gives: word('call', 'libseccomp refuses the rule'),
  },
  {
    id: 'seccomp-index',
    file: seccompC,
    form: 'invalid seccomp index `{index}`',
    example: 'crun: invalid seccomp index `7`',
    gives: ({ index = '' }) => ({
      kind: 'invalid-profile',
      of: 'seccomp',
      word: index,
      field: 'index',
      problem: 'a system call has six arguments, 0 to 5',
    }),
  },
  {
    id: 'capability-unknown',
    file: 'src/libcrun/linux.c',
    layer: 'capability',
    form: 'unknown capability `{name}`',
    example: 'crun: unknown capability `CAP_NET_ROW`',
    gives: ({ name = '' }) => ({
      kind: 'refused-field',
      field: 'capabilities',
      value: name.replace(/^CAP_/, ''),
      problem: `there is no capability ${name}`,
      cure: 'Correct the name of the capability',
    }),
  },
  {
    id: 'exec',
    file: 'src/libcrun/container.c',
    layer: 'runtime',
    form: 'exec container process `{path:text}`: {errno}',
    example: 'crun: exec container process `/till`: Operation not permitted',
    gives: ({ path = '', errno }) => ({ kind: 'refused', operation: 'exec', errno: errnoOf(errno ?? '') ?? 'EPERM', path }),
  },
  {
    id: 'exec-library',
    file: 'src/libcrun/container.c',
    layer: 'runtime',
    form: 'exec container process (missing dynamic library?) `{path:text}`: {errno}',
    example: 'crun: exec container process (missing dynamic library?) `/till`: No such file or directory',
    gives: ({ path = '' }) => ({ kind: 'elsewhere', cause: `The image has no ${path}, or not a library that it needs` }),
  },
  {
    id: 'executable-not-found',
    file: 'src/libcrun/container.c',
    layer: 'runtime',
    form: 'executable file `{path:text}` not found',
    example: 'crun: executable file `till` not found in $PATH: No such file or directory',
    gives: ({ path = '' }) => ({ kind: 'elsewhere', cause: `The image has no program ${path}` }),
  },
  {
    id: 'apparmor-missing',
    file: 'src/libcrun/utils.c',
    layer: 'apparmor',
    form: 'crun: {step:text} `/proc/{file:text}exec`: {errno}',
    example: 'crun: write file `/proc/thread-self/attr/apparmor/exec`: No such file or directory',
    gives: ({ errno }) => (errnoOf(errno ?? '') === 'ENOENT' ? { kind: 'missing-profile', of: 'apparmor' } : undefined),
  },
  {
    id: 'setgroups',
    file: 'src/libcrun/linux.c',
    layer: 'user',
    form: 'crun: setgroups: {errno}',
    example: 'crun: setgroups: Operation not permitted',
    gives: () => ({ kind: 'refused', operation: 'change-group', errno: 'EPERM' }),
  },
  {
    id: 'setresuid',
    file: 'src/libcrun/linux.c',
    layer: 'user',
    form: 'crun: setresuid to `{user}`: {errno}',
    example: 'crun: setresuid to `1000`: Operation not permitted',
    gives: () => ({ kind: 'refused', operation: 'change-user', errno: 'EPERM' }),
  },
  {
    id: 'sysctl-namespace',
    file: 'src/libcrun/linux.c',
    layer: 'runtime',
    form: 'the sysctl `{name}` requires a new {space} namespace',
    example: 'crun: the sysctl `net/core/somaxconn` requires a new network namespace',
    gives: ({ name = '', space }) => ({
      kind: 'refused-field',
      field: 'sysctls',
      value: name.replaceAll('/', '.'),
      problem: `the container shares the ${space} namespace of the host`,
      cure: 'Remove the sysctl, or the shared namespace',
    }),
  },
  {
    id: 'sysctl-not-namespaced',
    file: 'src/libcrun/linux.c',
    layer: 'runtime',
    form: 'the sysctl `{name}` is not namespaced',
    example: 'crun: the sysctl `vm/overcommit_memory` is not namespaced',
    gives: ({ name = '' }) => ({
      kind: 'refused-field',
      field: 'sysctls',
      value: name.replaceAll('/', '.'),
      problem: 'it belongs to the whole kernel, so no container may set it',
      cure: 'Set it on the host, and remove it here',
    }),
  },
  {
    id: 'device-mknod',
    file: 'src/libcrun/linux.c',
    layer: 'runtime',
    form: 'crun: mknod{at:text} `{path:text}`: {errno}',
    example: 'crun: mknod `/dev/fuse`: Operation not permitted',
    gives: ({ path = '', errno }) => ({ kind: 'refused', operation: 'device', errno: errnoOf(errno ?? '') ?? 'EPERM', path }),
  },
  {
    id: 'capset',
    file: 'src/libcrun/linux.c',
    layer: 'runtime',
    form: 'capset: {errno}: OCI {kind:text}',
    example: 'Error: capset: Operation not permitted: OCI permission denied',
    gives: () => ({
      kind: 'elsewhere',
      cause:
        'crun itself may not give the container its capabilities: Podman runs in a container or user namespace that does not have them',
    }),
  },
  {
    id: 'apparmor-not-initialized',
    file: 'src/libcrun/utils.c',
    layer: 'apparmor',
    form: 'AppArmor not initialized correctly',
    example: 'Error: AppArmor not initialized correctly: OCI runtime error',
    gives: () => ({ kind: 'elsewhere', cause: 'AppArmor is not active on the host, or crun can’t see /sys/kernel/security/apparmor' }),
  },
]);
