import type { Target } from '../../../core';

/**
 * Which capabilities a container has by default.
 *
 * $source moby daemon/pkg/oci/caps/defaults.go @ b985e231 · containerd pkg/oci/spec.go @ 301026e5 ·
 *   container-libs common/pkg/config/default.go @ 9869b8fd · cri-o internal/config/capabilities/capabilities_linux.go @ f954a17e
 * $checked 2026-11-30
 * $version Docker 29, containerd 2.4, common 0.69 (Podman, Buildah), CRI-O 1.36; `default_capabilities` in containers.conf and
 *   crio.conf overrides the last two.
 */
const everyRuntime = 'CHOWN DAC_OVERRIDE FOWNER FSETID KILL SETGID SETUID SETPCAP NET_BIND_SERVICE';

export const defaultSets: Readonly<Record<Target, string>> = {
  docker: `${everyRuntime} NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP`,
  containerd: `${everyRuntime} NET_RAW SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP`,
  podman: `${everyRuntime} SYS_CHROOT SETFCAP`,
  'cri-o': everyRuntime,
};

/**
 * Which capabilities a pod may add under each Pod Security Standard.
 *
 * $source kubernetes pod-security-admission policy/check_capabilities_baseline.go, check_capabilities_restricted.go
 * $version Kubernetes 1.37; unchanged since 1.22
 * $checked 2026-11-30
 */
export const podSecurityAdds = {
  baseline: `${everyRuntime} SYS_CHROOT MKNOD AUDIT_WRITE SETFCAP`,
  restricted: 'NET_BIND_SERVICE',
} as const;
