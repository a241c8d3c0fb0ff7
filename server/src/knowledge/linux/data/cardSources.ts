import { wordTable } from '../../../core';

/** The fields of a capability's card that are sentences, each with what says so; several parted by semicolons. */
export interface CapabilitySources {
  readonly why: string;
  readonly without: string;
  readonly instead: string;
  readonly history?: string;
  readonly incidents?: string;
}

const caps = 'capabilities(7)';
const table = 'capabilityHistory.json';
const service = 'imageCapabilities.ts; setuid(2)';
const podUser = 'kubernetes/api core/v1/types.go';
const split = 'capabilities(7), “since Linux”';

/**
 * From where the sentences of the capability cards are. What a capability permits is in capabilities(7) and in the files of the kernel that
 * `capabilityOperations` names; the words of risk are this project's judgment by the definitions in risk.ts.
 *
 * $source the entries themselves
 * $version Linux 7.1, man-pages 6.03; the files of other projects at their heads of 2026. Where to read on: not every page was opened for every sentence
 * $checked 2026-11-30
 */
export const capabilitySources: Readonly<Record<string, CapabilitySources>> = wordTable<CapabilitySources>({
  CHOWN: {
    why: 'chown(2)',
    without: 'imageCapabilities.ts; chown(2)',
    instead: `Dockerfile reference, COPY; ${podUser}`,
    history: `${table}; imageCapabilities.ts`,
  },
  DAC_OVERRIDE: {
    why: caps,
    without: 'access(2); path_resolution(7)',
    instead: podUser,
    history: table,
    incidents: 'gabrtv/shocker shocker.c; capabilityHistory.json',
  },
  DAC_READ_SEARCH: {
    why: 'open_by_handle_at(2)',
    without: `open_by_handle_at(2); ${caps}`,
    instead: podUser,
    history: table,
    incidents: 'gabrtv/shocker shocker.c; moby/moby#45766; cdk-team/CDK#14; cdk-team/CDK#27',
  },
  FOWNER: { why: caps, without: 'chmod(2)', instead: 'Dockerfile reference, COPY', history: `${table}; chmod(2)` },
  FSETID: { why: 'chmod(2); execve(2)', without: 'chown(2)', instead: 'prctl(2)', history: table },
  KILL: { why: 'kill(2); pid_namespaces(7)', without: 'kill(2)', instead: podUser, history: table },
  SETGID: { why: 'setgroups(2)', without: service, instead: podUser, history: table },
  SETUID: { why: 'setuid(2); credentials(7)', without: service, instead: podUser, history: table },
  SETPCAP: { why: caps, without: 'prctl(2), PR_CAPBSET_DROP; setpriv(1)', instead: 'runtime-spec config.md', history: `${table}; ${caps}` },
  LINUX_IMMUTABLE: { why: 'ioctl_iflags(2); chattr(1)', without: 'chattr(1)', instead: 'chattr(1)' },
  NET_BIND_SERVICE: {
    why: 'ip(7); network_namespaces(7)',
    without: 'ip(7); execve(2)',
    instead: 'ip(7); moby/moby daemon/oci_linux.go; containerd internal/cri/config/config_unix.go',
    history: `${table}; pod-security-admission policy/check_capabilities_restricted.go`,
  },
  NET_BROADCAST: { why: 'netlink(7); net/netlink/af_netlink.c', without: 'netlink(7)', instead: 'netlink(7)' },
  NET_ADMIN: {
    why: 'network_namespaces(7); the CVE records under Incidents',
    without: 'ip(8); iptables(8); nft(8); tc(8)',
    instead: 'containernetworking/cni SPEC.md; kubernetes/api core/v1/types.go',
    incidents: 'CVE-2021-22555; CVE-2022-1015; CVE-2023-32233; CVE-2024-1086',
  },
  NET_RAW: {
    why: 'packet(7); raw(7); the CVE records under Incidents',
    without: 'packet(7); icmp(7); cilium/cilium#469; execve(2)',
    instead:
      'moby/moby daemon/oci_linux.go; containerd internal/cri/config/config_unix.go; crio.conf(5); container-libs common/pkg/config/default.go',
    history: `${table}; cri-o/cri-o#3119; containers/common#319`,
    incidents: 'CVE-2020-10749; CVE-2020-13401; CVE-2016-8655; CVE-2020-14386',
  },
  IPC_LOCK: {
    why: 'mlock(2)',
    without:
      'mlock(2); hashicorp/vault .release/docker/docker-entrypoint.sh; hashicorp/docker-vault#53; Elasticsearch Guide, bootstrap.memory_lock; DPDK Linux guide',
    instead: 'getrlimit(2); kubernetes/api core/v1/types.go, which has no such field',
  },
  IPC_OWNER: { why: 'sysvipc(7); ipc_namespaces(7)', without: 'shmget(2)', instead: podUser },
  SYS_MODULE: { why: 'init_module(2)', without: 'init_module(2)', instead: 'modules-load.d(5)' },
  SYS_RAWIO: {
    why: 'ioperm(2); mem(4)',
    without: 'iopl(2); mem(4); dmidecode(8); smartctl(8); hdparm(8)',
    instead: 'docker run reference, --device',
  },
  SYS_CHROOT: {
    why: 'chroot(2); gabrtv/shocker shocker.c',
    without: 'openssh-portable sshd_config(5); chroot(2)',
    instead: 'user_namespaces(7)',
    history: `${table}; moby/moby#6171; cri-o/cri-o#3119; containerd/containerd#10434; SSSD/ci-containers#25`,
  },
  SYS_PTRACE: {
    why: 'ptrace(2); pid_namespaces(7)',
    without: 'ptrace(2)',
    instead: 'kubernetes.io, debug running pods',
    history: 'ptrace(2); seccompHistory.json; seccomp(2)',
    incidents: 'CVE-2016-9962',
  },
  SYS_PACCT: { why: 'acct(2)', without: 'accton(8)', instead: 'accton(8)' },
  SYS_ADMIN: {
    why: `${caps}; mount(2); seccomp/data/defaults.ts`,
    without: 'mount(2); setns(2); sethostname(2); fuse(4)',
    instead: `user_namespaces(7); ${caps}`,
    history: caps,
    incidents: 'CVE-2022-0492; CVE-2022-0185',
  },
  SYS_BOOT: { why: 'kexec_load(2); reboot(2)', without: 'reboot(2); kexec_load(2)', instead: 'reboot(2)' },
  SYS_NICE: {
    why: 'sched(7)',
    without: 'sched_setscheduler(2); setpriority(2); containerd/containerd#7150',
    instead: 'kubernetes.io, CPU management policies',
  },
  SYS_RESOURCE: {
    why: 'getrlimit(2)',
    without: 'getrlimit(2); proc(5), oom_score_adj; bpf(2)',
    instead: 'docker run reference, --ulimit; kubernetes/api core/v1/types.go, which has no such field',
  },
  SYS_TIME: { why: 'clock_settime(2); time_namespaces(7)', without: 'adjtimex(2)', instead: 'clock_settime(2)' },
  SYS_TTY_CONFIG: { why: 'ioctl_console(2)', without: 'vhangup(2); ioctl_console(2)', instead: 'vhangup(2)' },
  MKNOD: {
    why: 'mknod(2); cgroups(7), devices',
    without: 'mknod(2); debootstrap(8)',
    instead: 'docker run reference, --device; kubernetes.io, device plugins',
    history: `${table}; cri-o/cri-o#1546; containers/podman#15626`,
  },
  LEASE: { why: 'fcntl(2)', without: 'fcntl(2)', instead: 'fcntl(2)' },
  AUDIT_WRITE: {
    why: 'kernel/audit.c',
    without: 'moby/moby#7179; cri-o/cri-o#2660; containers/podman#10164',
    instead: 'seccomp/data/defaults.ts; kubectl exec',
    history: `${table}; moby/moby#7179; cri-o/cri-o#1546; container-libs common/pkg/seccomp/seccomp.json`,
  },
  AUDIT_CONTROL: { why: 'auditctl(8)', without: 'auditctl(8); pam_loginuid(8)', instead: 'auditctl(8)' },
  SETFCAP: {
    why: caps,
    without: 'setcap(8); hashicorp/vault .release/docker/docker-entrypoint.sh; user_namespaces(7)',
    instead: 'buildah(1)',
    history: `${table}; cri-o/cri-o#1546`,
    incidents: 'CVE-2022-24769; CVE-2022-27649',
  },
  MAC_OVERRIDE: { why: 'security/smack/smack_access.c', without: caps, instead: caps },
  MAC_ADMIN: {
    why: 'security/apparmor/policy.c; security/smack/smackfs.c',
    without: 'apparmor_parser(8)',
    instead: 'security-profiles-operator README.md',
  },
  SYSLOG: { why: 'syslog(2)', without: 'syslog(2); proc(5), dmesg_restrict', instead: 'syslog(2)', history: split },
  WAKE_ALARM: { why: 'timerfd_create(2)', without: 'timerfd_create(2)', instead: 'timerfd_create(2)' },
  BLOCK_SUSPEND: { why: 'epoll_ctl(2)', without: 'epoll_ctl(2)', instead: 'epoll_ctl(2)' },
  AUDIT_READ: { why: 'kernel/audit.c', without: 'kernel/audit.c', instead: 'auditd(8)', history: 'moby/moby#10853' },
  PERFMON: {
    why: 'perf_event_open(2); Linux Documentation/admin-guide/perf-security.rst',
    without: 'perf_event_open(2)',
    instead: 'Linux Documentation/admin-guide/perf-security.rst',
    history: split,
  },
  BPF: {
    why: 'bpf(2); the CVE records under Incidents',
    without: 'bpf(2)',
    instead: 'Linux commit a17b53c4a4b5',
    history: split,
    incidents: 'CVE-2017-16995; CVE-2020-8835; CVE-2021-3490',
  },
  CHECKPOINT_RESTORE: { why: caps, without: 'clone(2), set_tid; criu(8)', instead: 'podman-container-checkpoint(1)', history: split },
});

/**
 * From where the sentences of the system calls with a note are, by the first call of the note. CVE ids in the sentences are sources besides.
 *
 * $source the entries themselves
 * $version Linux 7.1, man-pages 6.03
 * $checked 2026-11-30
 */
export const syscallSources: Readonly<Record<string, string>> = wordTable({
  mount: 'mount(2); mount_namespaces(7); user_namespaces(7)',
  umount: 'umount(2); runtime-spec config-linux.md, masked paths',
  pivot_root: 'pivot_root(2)',
  chroot: 'chroot(2); open_by_handle_at(2)',
  setns: 'setns(2)',
  unshare: 'unshare(2); user_namespaces(7); seccomp/data/defaults.ts',
  clone: 'clone(2); seccomp/data/defaults.ts',
  clone3: 'clone(2); seccomp(2); moby/moby#42680',
  bpf: 'bpf(2); containerd/containerd#7301',
  perf_event_open: 'perf_event_open(2)',
  init_module: 'init_module(2)',
  create_module: 'create_module(2)',
  kexec_load: 'kexec_load(2)',
  reboot: 'reboot(2)',
  open_by_handle_at: 'open_by_handle_at(2); gabrtv/shocker shocker.c; capabilityDefaults.ts',
  name_to_handle_at: 'open_by_handle_at(2)',
  ptrace: 'ptrace(2); seccomp(2); pid_namespaces(7)',
  process_vm_readv: 'process_vm_readv(2)',
  process_madvise: 'process_madvise(2)',
  kcmp: 'kcmp(2)',
  pidfd_getfd: 'pidfd_getfd(2)',
  io_uring_setup: 'io_uring(7); moby/moby#46762; containerd/containerd#9320; containers/common#1264; seccompHistory.json',
  userfaultfd: 'userfaultfd(2)',
  keyctl: 'keyrings(7); user_namespaces(7)',
  socket: 'socket(2); address_families(7); moby/profiles commit dec315c; containerd/containerd commit 4d80a31bf; seccompHistory.json',
  socketcall: 'socketcall(2)',
  ipc: 'ipc(2)',
  personality: 'personality(2); seccomp/data/defaults.ts',
  modify_ldt: 'modify_ldt(2)',
  vm86: 'vm86(2)',
  ioperm: 'ioperm(2)',
  pciconfig_read: 'pciconfig_read(2); arch/powerpc/kernel/rtas.c',
  clock_settime: 'clock_settime(2); time_namespaces(7)',
  adjtimex: 'adjtimex(2)',
  swapon: 'swapon(2)',
  acct: 'acct(2)',
  quotactl: 'quotactl(2)',
  syslog: 'syslog(2)',
  sethostname: 'sethostname(2); uts_namespaces(7)',
  vhangup: 'vhangup(2)',
  fanotify_init: 'fanotify(7)',
  lookup_dcookie: 'lookup_dcookie(2)',
  set_mempolicy: 'set_mempolicy(2); move_pages(2); containerd/containerd#7150',
  lsm_get_self_attr: 'Linux Documentation/userspace-api/lsm.rst',
  nfsservctl: 'syscalls(2); Linux commit 79beea2db043 (uselib)',
  vmsplice: 'vmsplice(2)',
  splice: 'splice(2)',
  waitid: 'waitid(2)',
  futex: 'futex(2)',
  mq_notify: 'mq_notify(3); Linux commit f991af3daaba',
  ioctl: 'ioctl(2)',
  prctl: 'prctl(2)',
  mknod: 'mknod(2); cgroups(7), devices',
  memfd_create: 'memfd_create(2); execveat(2)',
  syscall: 'syscall(2); arch/mips/kernel/scall32-o32.S',
  s390_pci_mmio_read: 's390_pci_mmio_write(2)',
  cachestat: 'Linux mm/filemap.c',
  mincore: 'mincore(2); Linux commit 134fca9063ad',
  setuid: 'setuid(2); setgroups(2)',
  kill: 'kill(2); capabilityDefaults.ts',
});
