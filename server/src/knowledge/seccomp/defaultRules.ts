import * as data from './data/defaults';
import type { SeccompArgument, SeccompRule } from './profile';

/** asm-generic/errno.h, linux/socket.h, linux/netlink.h. */
export const EPERM = 1;
const EINVAL = 22;
export const ENOSYS = 38;
const AF_NETLINK = 16;
const AF_ALG = 38;
const AF_VSOCK = 40;
const NETLINK_AUDIT = 9;

export function dockerRules(): SeccompRule[] {
  const hostRules = [
    ...sharedHostRules(),
    allow('arch_prctl', onHosts('amd64', 'x32')),
    allow('modify_ldt', onHosts('amd64', 'x32', 'x86')),
    allow('riscv_flush_icache', onHosts('riscv64')),
  ];
  return mobyRules('riscv_hwprobe', hostRules, `${data.adminCallsOfMoby} ${lsmCalls}`);
}

export function containerdRules(): SeccompRule[] {
  const hostRules = [
    ...sharedHostRules(),
    allow('arch_prctl modify_ldt', onHosts('amd64')),
    allow('modify_ldt', onHosts('x86')),
    allow('riscv_flush_icache riscv_hwprobe', onHosts('riscv64')),
  ];
  return mobyRules(lsmCalls, hostRules, data.adminCallsOfMoby);
}

export const podmanRules = (): SeccompRule[] => containersRules('clone clone3 unshare');

/** CRI-O takes Podman's rules and puts the calls that create namespaces into rules of their own. */
export const crioRules = (): SeccompRule[] => [...containersRules(''), ...crioNamespaceRules()];

function mobyRules(base: string, hostRules: readonly SeccompRule[], adminCalls: string): SeccompRule[] {
  const withPtrace = 'process_vm_readv process_vm_writev ptrace';
  const socketFamily = (op: string, value: number) => allow('socket', { args: [compare(0, op, value)] });
  return [
    allow([...everywhere(), data.allowedByMoby, base].join(' ')),
    // Before Linux 4.8 a tracer could change the call after the filter had looked at it (seccomp(2)).
    allow(withPtrace, { includes: { minKernel: '4.8' } }),
    // Every address family but AF_ALG (CVE-2026-31431) and AF_VSOCK.
    socketFamily('LT', AF_ALG),
    socketFamily('EQ', AF_ALG + 1),
    socketFamily('GT', AF_VSOCK),
    ...personalityRules(),
    ...hostRules,
    ...Object.entries({ ...data.capabilityCalls, CAP_SYS_ADMIN: adminCalls }).map(([name, names]) => allow(names, withCapability(name))),
    allow(`kcmp pidfd_getfd process_madvise ${withPtrace}`, withCapability('CAP_SYS_PTRACE')),
    allow('reboot', withCapability('CAP_SYS_BOOT')),
    allow('get_mempolicy mbind set_mempolicy set_mempolicy_home_node', withCapability('CAP_SYS_NICE')),
    allow('syslog', withCapability('CAP_SYSLOG')),
    allow('bpf', withCapability('CAP_BPF')),
    allow('perf_event_open', withCapability('CAP_PERFMON')),
    allow('clone', {
      args: [noNamespaceFlag(0)],
      excludes: { caps: ['CAP_SYS_ADMIN'], arches: s390 },
    }),
    allow('clone', {
      args: [noNamespaceFlag(1)],
      comment: 'On s390 the flags are the second argument of clone.',
      includes: { arches: s390 },
      excludes: { caps: ['CAP_SYS_ADMIN'] },
    }),
    refuseClone3(),
  ];
}

const lsmCalls = 'lsm_get_self_attr lsm_list_modules lsm_set_self_attr';

function containersRules(namespaceCalls: string): SeccompRule[] {
  const unlessAudit = { excludes: { caps: ['CAP_AUDIT_WRITE'] } };
  const netlink = (op: string) => compare(0, op, AF_NETLINK);
  const adminCalls = 'lookup_dcookie quotactl quotactl_fd setdomainname sethostname setns';
  return [
    refuse(EPERM, data.refusedByContainers),
    allow([...everywhere(), data.allowedByContainers, namespaceCalls].join(' ')),
    ...personalityRules(),
    ...sharedHostRules(),
    allow('arch_prctl', onHosts('amd64', 'x32')),
    allow('modify_ldt', onHosts('amd64', 'x32', 'x86')),
    allow('riscv_flush_icache', onHosts('riscv64')),
    ...Object.entries({
      ...data.capabilityCalls,
      CAP_SYS_MODULE: `${data.capabilityCalls.CAP_SYS_MODULE} query_module`,
      CAP_SYS_PTRACE: 'kcmp process_madvise',
    }).flatMap(([name, names]) => [allow(names, withCapability(name)), refuse(EPERM, names, { excludes: { caps: [name] } })]),
    allow(`bpf perf_event_open ${adminCalls}`, withCapability('CAP_SYS_ADMIN')),
    refuse(EPERM, adminCalls, { excludes: { caps: ['CAP_SYS_ADMIN'] } }),
    refuse(EPERM, 'socket', { args: [compare(0, 'EQ', AF_VSOCK)] }),
    // EINVAL makes sshd and PAM take audit for not built in, so that they carry on without CAP_AUDIT_WRITE.
    refuse(EINVAL, 'socket', { args: [netlink('EQ'), compare(2, 'EQ', NETLINK_AUDIT)], ...unlessAudit }),
    allow('socket', { args: [netlink('EQ'), compare(2, 'NE', NETLINK_AUDIT)], ...unlessAudit }),
    allow('socket', { args: [netlink('NE')], ...unlessAudit }),
    allow('socket', { args: [compare(0, 'NE', AF_VSOCK)], ...withCapability('CAP_AUDIT_WRITE') }),
    refuse(EPERM, 'bpf', { excludes: { caps: ['CAP_SYS_ADMIN', 'CAP_BPF'] } }),
    allow('bpf', withCapability('CAP_BPF')),
    refuse(EPERM, 'perf_event_open', { excludes: { caps: ['CAP_SYS_ADMIN', 'CAP_PERFMON'] } }),
    allow('perf_event_open', withCapability('CAP_PERFMON')),
  ];
}

function crioNamespaceRules(): SeccompRule[] {
  // The index repeats on purpose: libseccomp's callers then take the conditions as alternatives.
  const anyNamespaceFlag = (index: number) => data.namespaceFlags.map((flag) => compare(index, 'MASKED_EQ', flag, flag));
  const unlessAdmin = { caps: ['CAP_SYS_ADMIN'] };
  return [
    allow('clone clone3 unshare', withCapability('CAP_SYS_ADMIN')),
    allow('clone', { args: [noNamespaceFlag(0)], excludes: { arches: s390 } }),
    refuse(EPERM, 'clone', { args: anyNamespaceFlag(0), excludes: { ...unlessAdmin, arches: s390 } }),
    allow('clone', { args: [noNamespaceFlag(1)], includes: { arches: s390 } }),
    refuse(EPERM, 'clone', { args: anyNamespaceFlag(1), includes: { arches: s390 }, excludes: unlessAdmin }),
    refuseClone3(),
  ];
}

/** The flags of clone3 lie in memory, out of a filter's sight; ENOSYS sends the C library back to clone. */
const refuseClone3 = () => refuse(ENOSYS, 'clone3', { excludes: { caps: ['CAP_SYS_ADMIN'] } });

const s390 = ['s390', 's390x'];

const sharedHostRules = () => [
  allow('sync_file_range2 swapcontext', onHosts('ppc64le')),
  allow(data.armCalls, onHosts('arm', 'arm64')),
  allow(data.s390Calls, onHosts(...s390)),
];

const personalityRules = () => data.personalities.map((value) => allow('personality', { args: [compare(0, 'EQ', value)] }));

const everywhere = () => Object.values(data.allowedEverywhere);
const withCapability = (name: string) => ({ includes: { caps: [name] } });
const onHosts = (...arches: string[]) => ({ includes: { arches } });

const noNamespaceFlag = (index: number) =>
  compare(
    index,
    'MASKED_EQ',
    data.namespaceFlags.reduce((mask, flag) => mask + flag, 0),
    0,
  );

function compare(index: number, operator: string, value: number, valueTwo?: number): SeccompArgument {
  return { index, value, ...(valueTwo !== undefined && { valueTwo }), op: `SCMP_CMP_${operator}` };
}

type RuleConditions = Omit<SeccompRule, 'names' | 'action' | 'errnoRet'>;

const allow = (names: string, when: RuleConditions = {}): SeccompRule => ({ names: words(names), action: 'SCMP_ACT_ALLOW', ...when });

const refuse = (errnoRet: number, names: string, when: RuleConditions = {}): SeccompRule => ({
  names: words(names),
  action: 'SCMP_ACT_ERRNO',
  errnoRet,
  ...when,
});

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean).sort();
