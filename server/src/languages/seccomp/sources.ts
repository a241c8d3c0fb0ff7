import type { Authority } from '../../core';

const github = (repository: string, path: string): Authority => ({
  title: `${repository} ${path}`,
  url: `https://github.com/${repository}/blob/HEAD/${path}`,
});

/** Where the rules of this folder have their facts from. */
export const from = {
  spec: {
    title: 'runtime-spec config-linux.md, Seccomp',
    url: 'https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp',
  },
  manual: { title: 'seccomp(2)', url: 'https://man7.org/linux/man-pages/man2/seccomp.2.html' },
  goJson: { title: 'Go encoding/json, Unmarshal', url: 'https://pkg.go.dev/encoding/json#Unmarshal' },
  runc: github('opencontainers/runc', 'libcontainer/seccomp/seccomp_linux.go'),
  runcConfig: github('opencontainers/runc', 'libcontainer/seccomp/config.go'),
  runcEnosys: github('opencontainers/runc', 'libcontainer/seccomp/patchbpf/enosys_linux.go'),
  crun: github('containers/crun', 'src/libcrun/seccomp.c'),
  moby: github('moby/profiles', 'seccomp/seccomp_linux.go'),
  mobyTypes: github('moby/profiles', 'seccomp/seccomp.go'),
  mobyKernel: github('moby/profiles', 'seccomp/kernel_linux.go'),
  containers: github('containers/container-libs', 'common/pkg/seccomp/seccomp_linux.go'),
  containersTypes: github('containers/container-libs', 'common/pkg/seccomp/types.go'),
  containersErrnos: github('containers/container-libs', 'common/pkg/seccomp/errno_list.go'),
  containerd: github('containerd/containerd', 'contrib/seccomp/seccomp.go'),
  libseccompMerge: github('seccomp/libseccomp', 'src/db.c'),
  libseccompProgram: github('seccomp/libseccomp', 'src/gen_bpf.c'),
  libseccompSyscalls: github('seccomp/libseccomp', 'src/syscalls.c'),
  libseccompSystem: github('seccomp/libseccomp', 'src/system.c'),
  libseccompTable: github('seccomp/libseccomp', 'src/syscalls.csv'),
  kernel: { title: 'Linux, Seccomp BPF', url: 'https://docs.kernel.org/userspace-api/seccomp_filter.html' },
  operatorTypes: github('kubernetes-sigs/security-profiles-operator', 'api/seccompprofile/v1/seccompprofile_types.go'),
  operator: github('kubernetes-sigs/security-profiles-operator', 'installation-usage.md'),
} as const satisfies Readonly<Record<string, Authority>>;
