import type { Authority, PodSecurityLevel } from '../../core';
import { lazy, lazyFor } from '../lazy';
import { capabilities, spell } from '../linux/capabilities';

/**
 * The Pod Security Standards as the admission controller checks them.
 *
 * $source kubernetes/pod-security-admission policy/check_*.go; sysctls of a namespace: kubernetes component-helpers node/util/sysctl
 * $version policies v1.0 to v1.37
 * $checked 2026-11-30
 */

export type PodControlId =
  | 'appArmorProfile'
  | 'capabilities_baseline'
  | 'hostNamespaces'
  | 'hostPathVolumes'
  | 'hostPorts'
  | 'hostProbesAndHostLifecycle'
  | 'privileged'
  | 'procMount'
  | 'seLinuxOptions'
  | 'seccompProfile_baseline'
  | 'sysctls'
  | 'windowsHostProcess'
  | 'allowPrivilegeEscalation'
  | 'capabilities_restricted'
  | 'procMount_restricted'
  | 'restrictedVolumes'
  | 'runAsNonRoot'
  | 'runAsUser'
  | 'seccompProfile_restricted';

export interface PodControl {
  /** Upstream's check id. */
  readonly id: PodControlId;
  readonly level: 'baseline' | 'restricted';
  /** Minor of the first policy version that has the check: 34 for v1.34. */
  readonly since: number;
  /** The baseline check that this one replaces at level restricted. */
  readonly overrides?: PodControlId;
  /** The words with which the API server refuses a pod. */
  readonly reason: string;
}

/** Minor of the newest policy that this table knows. Newer versions and `latest` behave like it. */
export const newestPolicy = 37;

const baseline = (id: PodControlId, reason: string, since = 0): PodControl => ({ id, level: 'baseline', since, reason });
const restricted = (id: PodControlId, since: number, reason: string, overrides?: PodControlId): PodControl => ({
  id,
  level: 'restricted',
  since,
  reason,
  ...(overrides && { overrides }),
});

export const podControls: () => readonly PodControl[] = lazy(() => [
  baseline('appArmorProfile', 'forbidden AppArmor profile'),
  baseline('capabilities_baseline', 'non-default capabilities'),
  baseline('hostNamespaces', 'host namespaces'),
  baseline('hostPathVolumes', 'hostPath volumes'),
  baseline('hostPorts', 'hostPort'),
  baseline('hostProbesAndHostLifecycle', 'probe or lifecycle host', 34),
  baseline('privileged', 'privileged'),
  baseline('procMount', 'procMount'),
  baseline('seLinuxOptions', 'seLinuxOptions'),
  baseline('seccompProfile_baseline', 'seccompProfile'),
  baseline('sysctls', 'forbidden sysctls'),
  baseline('windowsHostProcess', 'hostProcess'),
  restricted('allowPrivilegeEscalation', 8, 'allowPrivilegeEscalation != false'),
  restricted('capabilities_restricted', 22, 'unrestricted capabilities', 'capabilities_baseline'),
  restricted('procMount_restricted', 35, 'procMount', 'procMount'),
  restricted('restrictedVolumes', 0, 'restricted volume types', 'hostPathVolumes'),
  restricted('runAsNonRoot', 0, 'runAsNonRoot != true'),
  restricted('runAsUser', 23, 'runAsUser=0'),
  restricted('seccompProfile_restricted', 19, 'seccompProfile', 'seccompProfile_baseline'),
]);

export const podControl = (id: PodControlId): PodControl => podControls().find((control) => control.id === id) as PodControl;

/** The checks that a level runs at a policy version: at restricted without the baseline checks that others replace. */
export function controlsAt(level: PodSecurityLevel, minor: number): readonly PodControl[] {
  if (level === 'privileged') return [];
  const active = podControls().filter((control) => control.since <= minor);
  if (level === 'baseline') return active.filter((control) => control.level === 'baseline');
  const replaced = new Set(active.map((control) => control.overrides));
  return active.filter((control) => !replaced.has(control.id));
}

/** Policy minor of a version as people write it: `1.30`, `v1.30`, `1.30.2`, `latest`. Clamped to what is known. */
export function policyMinor(version: string): number {
  const minor = /^v?1\.(\d+)/.exec(version.trim())?.[1];
  return minor === undefined ? newestPolicy : Math.min(Number(minor), newestPolicy);
}

/** What is wrong with the name of a Kubernetes version; undefined for `latest` and one that is known, with or without its patch. */
export function kubernetesProblem(text: string): string | undefined {
  const [, minor] = /^1\.(\d+)(?:\.\d+)?$/.exec(text) ?? [];
  if (text === 'latest') return undefined;
  if (minor === undefined) {
    const meant = /(?:^|[.,])(\d{1,2})$/.exec(text)?.[1];
    const guess = meant !== undefined && Number(meant) <= newestPolicy ? `; did you mean 1.${meant}?` : '';
    return `"${text}" is not a version of Kubernetes: latest, or one such as 1.${newestPolicy}${guess}`;
  }
  return Number(minor) > newestPolicy ? `Kubernetes ${text} is newer than 1.${newestPolicy}, the newest that Confine knows` : undefined;
}

/** Sysctls that a pod may set at baseline, each with the policy minor that first allows it. */
export const safeSysctls: () => ReadonlyMap<string, number> = lazy(() => {
  const since = (minor: number, ...names: string[]) => names.map((name) => [name, minor] as const);
  return new Map([
    ...since(
      0,
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ),
    ...since(27, 'net.ipv4.ip_local_reserved_ports'),
    ...since(
      29,
      'net.ipv4.tcp_keepalive_time',
      'net.ipv4.tcp_fin_timeout',
      'net.ipv4.tcp_keepalive_intvl',
      'net.ipv4.tcp_keepalive_probes',
    ),
    ...since(32, 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem'),
    ...since(37, 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'),
  ]);
});

/** What the API server treats as a sysctl's name: pkg/apis/core/validation, SysctlContainSlashFmt and SysctlMaxLength. */
export const isSysctlName = (name: string): boolean =>
  name.length <= 253 && /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(name);

/** As the kubelet and the API server compare names: where a slash comes first, slashes and dots change places, as in sysctl.d(5). */
export const normalSysctl = (name: string): string =>
  name.search(/[./]/) === name.indexOf('/') ? name.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.')) : name;

/**
 * The namespace of the pod that a sysctl belongs to; undefined for those of the whole node.
 * Source of truth: kubernetes component-helpers `node/util/sysctl/namespace.go`.
 */
export function sysctlNamespace(name: string): 'net' | 'IPC' | undefined {
  const normal = normalSysctl(name);
  if (normal.startsWith('net.')) return 'net';
  return /^(?:kernel\.(?:sem$|msg|shm)|fs\.mqueue\.)/.test(normal) ? 'IPC' : undefined;
}

/** SELinux types that baseline allows, each with the policy minor that first allows it. */
export const safeSelinuxTypes: ReadonlyMap<string, number> = new Map([
  ['container_t', 0],
  ['container_init_t', 0],
  ['container_kvm_t', 0],
  ['container_engine_t', 31],
]);

/** Capabilities in Kubernetes' spelling that a container may add at a level. */
export const addableCapabilities: (level: 'baseline' | 'restricted') => ReadonlySet<string> = lazyFor(
  (level) =>
    new Set(
      capabilities()
        .filter((capability) => capability.podSecurity[level])
        .map((capability) => spell(capability, 'kubernetes')),
    ),
);

/** Volume sources that restricted allows. A volume without a source is an `emptyDir`. */
export const restrictedVolumeTypes: ReadonlySet<string> = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

/** Volume sources of `core/v1` that restricted forbids. */
export const forbiddenVolumeTypes: ReadonlySet<string> = new Set(
  (
    'hostPath gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker fc azureFile ' +
    'azureDisk vsphereVolume quobyte portworxVolume photonPersistentDisk scaleIO storageos'
  ).split(' '),
);

export const podSecurityStandards: Authority = {
  title: 'Pod Security Standards',
  url: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
};

/** The upstream file of a check. */
export const checkSource = (file: string): Authority => ({
  title: `kubernetes/pod-security-admission policy/${file}`,
  url: `https://github.com/kubernetes/pod-security-admission/blob/master/policy/${file}`,
});
