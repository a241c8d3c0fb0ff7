/** runc: what ends a container in its first moments. */

import { wordOfProfile as word } from './profileWord';
import { family } from './template';

const config = 'libcontainer/seccomp/config.go';

/**
 * $source opencontainers/runc libcontainer
 * $checked 2026-11-30
 */
export const runcMessages = family('runc', 'opencontainers/runc', 'seccomp', [
  {
    id: 'seccomp-action',
    file: config,
    form: 'string {word} is not a valid action for seccomp',
    example: 'OCI runtime create failed: runc create failed: string SCMP_ACT_ALOW is not a valid action for seccomp',
    gives: word('action', 'runc knows no such action'),
  },
  {
    id: 'seccomp-operator',
    file: config,
    form: 'string {word} is not a valid operator for seccomp',
    example: 'OCI runtime create failed: runc create failed: string SCMP_CMP_EQUAL is not a valid operator for seccomp',
    gives: word('operator', 'runc knows no such operator'),
  },
  {
    id: 'seccomp-architecture',
    file: config,
    form: 'string {word} is not a valid arch for seccomp',
    example: 'OCI runtime create failed: runc create failed: string SCMP_ARCH_ARM64 is not a valid arch for seccomp',
    gives: word('architecture', 'runc knows no such architecture'),
  },
  {
    id: 'seccomp-notify-default',
    file: 'libcontainer/seccomp/seccomp_linux.go',
    form: 'SCMP_ACT_NOTIFY cannot be used as default action',
    example: 'unable to start container process: SCMP_ACT_NOTIFY cannot be used as default action',
    gives: () => ({
      kind: 'invalid-profile',
      of: 'seccomp',
      field: 'defaultAction',
      word: 'SCMP_ACT_NOTIFY',
      problem: 'runc refuses SCMP_ACT_NOTIFY as the default action',
    }),
  },
  {
    id: 'seccomp-notify-write',
    file: 'libcontainer/seccomp/seccomp_linux.go',
    form: 'SCMP_ACT_NOTIFY cannot be used for the write syscall',
    example: 'unable to start container process: SCMP_ACT_NOTIFY cannot be used for the write syscall',
    gives: () => ({
      kind: 'invalid-profile',
      of: 'seccomp',
      field: 'call',
      word: 'write',
      problem: 'runc refuses SCMP_ACT_NOTIFY for `write`',
    }),
  },
  {
    id: 'seccomp-notify-unsupported',
    file: 'libcontainer/seccomp/seccomp_linux.go',
    form: 'seccomp notify unsupported: API level: got {level:number}',
    example: 'seccomp notify unsupported: API level: got 4, want at least 6. Please try with libseccomp >= 2.5.0 and Linux >= 5.7',
    gives: () => ({
      kind: 'invalid-profile',
      of: 'seccomp',
      word: 'SCMP_ACT_NOTIFY',
      field: 'action',
      problem: 'the libseccomp of the host has no SCMP_ACT_NOTIFY',
    }),
  },
  {
    id: 'seccomp-rule',
    file: 'libcontainer/seccomp/seccomp_linux.go',
    form: 'error adding seccomp filter rule for syscall {word}: {problem:rest}',
    example: 'error adding seccomp filter rule for syscall clone: requested action matches default action of filter',
    gives: ({ word: name = '', problem = '' }) => ({
      kind: 'invalid-profile',
      of: 'seccomp',
      word: name,
      field: 'call',
      problem: `libseccomp refuses the rule: ${problem.replace(/: unknown$/, '')}`,
    }),
  },
  {
    id: 'seccomp-flag',
    file: 'libcontainer/seccomp/seccomp_linux.go',
    form: 'seccomp flag {word:quoted} not known to runc',
    example: 'runc create failed: seccomp flag "SECCOMP_FILTER_FLAG_LOGG" not known to runc',
    gives: word('flag', 'runc knows no such flag'),
  },
  {
    id: 'seccomp-default-action',
    file: 'libcontainer/seccomp/seccomp_linux.go',
    form: 'error initializing seccomp - invalid default action',
    example: 'unable to start container process: error initializing seccomp - invalid default action',
    gives: () => ({ kind: 'invalid-profile', of: 'seccomp', field: 'defaultAction', problem: 'runc refuses the default action' }),
  },
  {
    id: 'seccomp-not-built',
    file: 'libcontainer/seccomp/seccomp_unsupported.go',
    form: 'config provided but seccomp not supported',
    example: 'runc create failed: seccomp: config provided but seccomp not supported',
    gives: () => ({ kind: 'elsewhere', cause: 'This runc was built without seccomp' }),
  },
  {
    id: 'apparmor-apply',
    file: 'libcontainer/apparmor/apparmor_linux.go',
    layer: 'apparmor',
    form: 'apparmor failed to apply profile: write {file:text}: no such file or directory',
    example:
      'error during container init: unable to apply apparmor profile: apparmor failed to apply profile: write /proc/thread-self/attr/apparmor/exec: no such file or directory',
    gives: () => ({ kind: 'missing-profile', of: 'apparmor' }),
  },
  {
    id: 'apparmor-apply-old',
    file: 'libcontainer/apparmor/apparmor_linux.go',
    layer: 'apparmor',
    form: 'apply apparmor profile: apparmor failed to apply profile: {problem:text}: permission denied',
    example:
      'error during container init: apply apparmor profile: apparmor failed to apply profile: write /proc/self/attr/exec: permission denied',
    gives: () => ({
      kind: 'elsewhere',
      cause:
        'The process that starts the container is itself confined by AppArmor, and its profile has no change_profile rule for this one',
    }),
  },
  {
    id: 'apparmor-unsupported',
    file: 'libcontainer/apparmor/apparmor.go',
    layer: 'apparmor',
    form: 'apparmor: config provided but apparmor not supported',
    example: 'runc create failed: apparmor: config provided but apparmor not supported',
    gives: () => ({
      kind: 'refused-field',
      field: 'appArmorProfile',
      problem: 'the host has no AppArmor',
      cure: 'Use a host with AppArmor, or remove the profile',
    }),
  },
  {
    id: 'selinux-disabled',
    file: 'libcontainer/configs/validate/validator.go',
    layer: 'selinux',
    form: 'selinux label is specified in config, but selinux is disabled or not supported',
    example: 'runc create failed: selinux label is specified in config, but selinux is disabled or not supported',
    gives: () => ({
      kind: 'refused-field',
      field: 'seLinuxOptions',
      problem: 'the host has no SELinux',
      cure: 'Use a host with SELinux, or remove the label',
    }),
  },
  {
    id: 'sysctl-not-separate',
    file: 'libcontainer/configs/validate/validator.go',
    layer: 'runtime',
    form: 'sysctl {name:quoted} is not in a separate kernel namespace',
    example: 'runc create failed: sysctl "vm.overcommit_memory" is not in a separate kernel namespace',
    gives: ({ name = '' }) => ({
      kind: 'refused-field',
      field: 'sysctls',
      value: name,
      problem: `${name} belongs to the whole kernel, so no container may set it`,
      cure: 'Set it on the host, and remove it here',
    }),
  },
  {
    id: 'sysctl-host-network',
    file: 'libcontainer/configs/validate/validator.go',
    layer: 'runtime',
    form: 'sysctl {name:quoted} not allowed in host network namespace',
    example: 'runc create failed: sysctl "net.core.somaxconn" not allowed in host network namespace',
    gives: ({ name = '' }) => ({
      kind: 'refused-field',
      field: 'sysctls',
      value: name,
      problem: 'the container shares the network namespace of the host',
      cure: 'Remove the sysctl, or the host network',
    }),
  },
  {
    id: 'exec-not-permitted',
    file: 'internal/linux/linux.go',
    layer: 'runtime',
    form: 'exec {path:path}: operation not permitted',
    example: 'exec /till: operation not permitted',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'exec', errno: 'EPERM', path }),
  },
  {
    id: 'exec-denied',
    file: 'internal/linux/linux.go',
    layer: 'runtime',
    form: 'exec {path:path}: permission denied',
    example: 'exec /till: permission denied',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'exec', errno: 'EACCES', path }),
  },
  {
    id: 'exec-denied-quoted',
    file: 'libcontainer/standard_init_linux.go',
    layer: 'runtime',
    form: 'exec: {path:quoted}: permission denied',
    example: 'runc create failed: unable to start container process: exec: "/till": permission denied',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'exec', errno: 'EACCES', path }),
  },
  {
    id: 'exec-missing',
    file: 'libcontainer/standard_init_linux.go',
    layer: 'runtime',
    form: 'container process: exec: {path:quoted}: {problem:text} file ',
    example: 'runc create failed: unable to start container process: exec: "/till": stat /till: no such file or directory',
    gives: ({ path = '' }) => ({ kind: 'elsewhere', cause: `The image has no program ${path}` }),
  },
  {
    id: 'exec-format',
    file: 'internal/linux/linux.go',
    layer: 'runtime',
    form: 'exec {path:path}: exec format error',
    example: 'exec /till: exec format error',
    gives: ({ path = '' }) => ({
      kind: 'elsewhere',
      cause: `${path} was built for another architecture, or is a script without a first line #!`,
    }),
  },
  {
    id: 'exec-no-file',
    file: 'internal/linux/linux.go',
    layer: 'runtime',
    form: 'exec {path:path}: no such file or directory',
    example: 'exec /till: no such file or directory',
    gives: ({ path = '' }) => ({ kind: 'elsewhere', cause: `The image has no ${path}, or not the interpreter or library that it names` }),
  },
  {
    id: 'setup-user',
    file: 'libcontainer/init_linux.go',
    layer: 'user',
    form: 'unable to setup user: {problem:text}: operation not permitted',
    example: 'error during container init: unable to setup user: setgroups: operation not permitted',
    gives: ({ problem }) => ({
      kind: 'refused',
      operation: /groups|gid/.test(problem ?? '') ? 'change-group' : 'change-user',
      errno: 'EPERM',
    }),
  },
  {
    id: 'apply-caps',
    file: 'libcontainer/init_linux.go',
    layer: 'capability',
    form: 'unable to apply caps: {problem:text}: operation not permitted',
    example: "error during container init: unable to apply caps: can't apply capabilities: operation not permitted",
    gives: () => ({
      kind: 'elsewhere',
      cause: 'runc itself does not have a capability that it must give the container: the runtime runs confined or without root',
    }),
  },
  {
    id: 'chdir',
    file: 'libcontainer/init_linux.go',
    layer: 'user',
    form: 'chdir to cwd ({path:quoted}) set in config.json failed: permission denied',
    example: 'error during container init: chdir to cwd ("/root") set in config.json failed: permission denied',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'read-file', errno: 'EACCES', path }),
  },
  {
    id: 'read-only-mountpoint',
    file: 'libcontainer/rootfs_linux.go',
    layer: 'filesystem',
    form: 'create mountpoint for {path} mount: {problem:text}: read-only file system',
    example:
      'error mounting "/srv/till" to rootfs at "/data/till": create mountpoint for /data/till mount: mkdirat /data/till: read-only file system',
    gives: ({ path = '' }) => ({ kind: 'refused', operation: 'mountpoint', errno: 'EROFS', path }),
  },
  {
    id: 'inside-proc',
    file: 'libcontainer/rootfs_linux.go',
    layer: 'runtime',
    form: '{path:quoted} cannot be mounted because it is inside /proc',
    example: 'runc create failed: "/proc/till" cannot be mounted because it is inside /proc',
    gives: ({ path = '' }) => ({
      kind: 'refused-field',
      field: 'volumeMounts',
      value: path,
      problem: 'runc mounts nothing inside /proc',
      cure: 'Choose another mountPath',
    }),
  },
  {
    id: 'cgroup',
    file: 'libcontainer/process_linux.go',
    layer: 'runtime',
    form: 'error setting cgroup config for procHooks process: {problem:rest}',
    example:
      'error during container init: error setting cgroup config for procHooks process: openat2 /sys/fs/cgroup/till/memory.max: no such file or directory',
    gives: () => ({ kind: 'elsewhere', cause: 'runc can’t write the limits of the container’s cgroup; cgroups of the host are the cause' }),
  },
  {
    id: 'cgroup-apply',
    file: 'libcontainer/process_linux.go',
    layer: 'runtime',
    form: 'unable to apply cgroup configuration: {problem:rest}',
    example:
      'runc create failed: unable to start container process: unable to apply cgroup configuration: mkdir /sys/fs/cgroup/till: permission denied',
    gives: () => ({ kind: 'elsewhere', cause: 'runc can’t make the container’s cgroup; cgroups of the host are the cause' }),
  },
  {
    id: 'sysfs-mount',
    file: 'libcontainer/rootfs_linux.go',
    layer: 'runtime',
    form: 'error mounting {source:quoted} to rootfs at {path:quoted}: {problem:text}: operation not permitted',
    example: 'error during container init: error mounting "proc" to rootfs at "/proc": mount src=proc, dst=/proc: operation not permitted',
    gives: ({ path }) => ({
      kind: 'elsewhere',
      cause: `runc itself may not mount ${path}: it runs in a container or user namespace that forbids it`,
    }),
  },
]);
