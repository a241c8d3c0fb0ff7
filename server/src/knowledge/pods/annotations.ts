/**
 * Annotations with which a pod asks CRI-O for something.
 * Every one must be allowed for the runtime handler or workload (`allowed_annotations`), or it is ignored.
 *
 * $source cri-o pkg/annotations/v2 and docs/crio.conf.5.md; io.containers.trace-syscall: containers/oci-seccomp-bpf-hook
 * $version CRI-O 1.36
 * $checked 2026-11-30
 */
export interface CrioAnnotation {
  /** As current releases write it. */
  readonly key: string;
  /** Deprecated spellings. */
  readonly old: readonly string[];
  /** May be followed by `/` and a container's name (or `POD`). */
  readonly perContainer?: boolean;
  readonly summary: string;
  /** What it takes away from the confinement, where it does. */
  readonly risk?: string;
}

const v1 = 'io.kubernetes.cri-o.';

export const crioAnnotations: readonly CrioAnnotation[] = [
  {
    key: 'userns-mode.crio.io',
    old: [`${v1}userns-mode`],
    summary:
      'Gives the pod a user namespace: `auto` or `private`, with options after a colon. Kubernetes’ own `hostUsers: false` does the same everywhere.',
  },
  {
    key: 'seccomp-profile.crio.io',
    old: ['seccomp-profile.kubernetes.cri-o.io'],
    perContainer: true,
    summary: 'A seccomp profile from an OCI artifact, by its reference.',
  },
  {
    key: 'seccomp-notifier-action.crio.io',
    old: [`${v1}seccompNotifierAction`],
    perContainer: true,
    summary:
      'Reports system calls that the seccomp profile blocks; with `stop` the container ends five seconds after the last. Needs `restartPolicy: Never` to stay ended.',
  },
  {
    key: 'devices.crio.io',
    old: [`${v1}Devices`],
    summary: 'Devices of the node in the container.',
    risk: 'Gives devices of the node to the container.',
  },
  { key: 'shm-size.crio.io', old: [`${v1}ShmSize`], summary: 'Size of `/dev/shm`.' },
  { key: 'umask.crio.io', old: [`${v1}umask`], summary: 'The umask of the container’s first process.' },
  {
    key: 'unified-cgroup.crio.io',
    old: [`${v1}UnifiedCgroup`],
    perContainer: true,
    summary: 'Settings of the container’s cgroup, version 2.',
  },
  {
    key: 'cgroup2-mount-hierarchy-rw.crio.io',
    old: [`${v1}cgroup2-mount-hierarchy-rw`],
    summary: 'Mounts the cgroup hierarchy writable.',
    risk: 'Lets the container change its own resource limits.',
  },
  {
    key: 'try-skip-volume-selinux-label.crio.io',
    old: [`${v1}TrySkipVolumeSELinuxLabel`],
    summary: 'Leaves a volume unlabelled when its root has the right label already.',
    risk: 'May leave files in the volume with another pod’s label.',
  },
  {
    key: 'disable-fips.crio.io',
    old: [`${v1}DisableFIPS`],
    summary: 'Switches FIPS mode off for the pod.',
    risk: 'Takes the pod out of the node’s FIPS mode.',
  },
  { key: 'link-logs.crio.io', old: [`${v1}LinkLogs`], summary: 'Links the logs into an emptyDir volume of the pod.' },
  { key: 'spoofed.crio.io', old: [`${v1}Spoofed`], summary: 'Pretends to run the container without starting it; for tests of scale.' },
  {
    key: 'platform-runtime-path.crio.io',
    old: [`${v1}PlatformRuntimePath`],
    summary: 'CRI-O’s own note: the OCI runtime for the platform of the image.',
  },
  {
    key: 'pod-linux-overhead.crio.io',
    old: [`${v1}PodLinuxOverhead`],
    summary: 'CRI-O’s own note: resources that the sandbox itself needs.',
  },
  {
    key: 'pod-linux-resources.crio.io',
    old: [`${v1}PodLinuxResources`],
    summary: 'CRI-O’s own note: resources of all containers together.',
  },
  { key: 'skip-gomaxprocs.crio.io', old: [], summary: 'Leaves GOMAXPROCS alone.' },
  { key: 'cpu-load-balancing.crio.io', old: [], summary: 'Takes the pod’s CPUs out of load balancing.' },
  { key: 'cpu-quota.crio.io', old: [], summary: 'Switches the CPU quota off for pinned CPUs.' },
  { key: 'cpu-c-states.crio.io', old: [], summary: 'C-states of the pod’s CPUs.' },
  { key: 'cpu-freq-governor.crio.io', old: [], summary: 'Frequency governor of the pod’s CPUs.' },
  { key: 'cpu-shared.crio.io', old: [], perContainer: true, summary: 'Lets a container with pinned CPUs use the shared ones too.' },
  { key: 'irq-load-balancing.crio.io', old: [], summary: 'Keeps interrupts off the pod’s CPUs.' },
  {
    key: 'io.containers.trace-syscall',
    old: [],
    summary: 'Records the system calls of the container into a seccomp profile, by the OCI hook oci-seccomp-bpf-hook.',
    risk: 'Has a hook run as root on the node and write where the annotation says; keep it to development.',
  },
];

export interface FoundCrioAnnotation {
  readonly annotation: CrioAnnotation;
  /** The key is a deprecated spelling; this is the current one. */
  readonly current?: string;
}

/** The record of an annotation's key, with or without `/container` after it. */
export function findCrioAnnotation(key: string): FoundCrioAnnotation | undefined {
  for (const annotation of crioAnnotations) {
    for (const spelling of [annotation.key, ...annotation.old]) {
      const rest = key.startsWith(spelling) ? key.slice(spelling.length) : undefined;
      if (rest === undefined || (rest !== '' && !rest.startsWith('/'))) continue;
      return { annotation, ...(spelling !== annotation.key && { current: annotation.key + rest }) };
    }
  }
  return undefined;
}
