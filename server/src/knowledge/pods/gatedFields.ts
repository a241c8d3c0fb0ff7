/**
 * Fields of the latest releases, each with the feature gate that the API server needs for it. Without the gate the API server
 * drops the field in silence.
 *
 * $source kubernetes/api core/v1/types.go, and the table of feature gates on kubernetes.io
 * $version Kubernetes 1.37
 * $checked 2026-11-30
 */
export interface GatedField {
  readonly field: string;
  /** What the field is a member of. */
  readonly of: GatedHolder;
  readonly gate: string;
  /** Minor of the release that has the field, with its gate off. */
  readonly since: number;
  /** Minor of the release whose gate is on by default; absent while it is off. */
  readonly on?: number;
}

export type GatedHolder = 'pod' | 'container' | 'lifecycle' | 'volumeMount' | 'emptyDir' | 'fileVolume' | 'file';

const row = (of: GatedHolder, field: string, gate: string, since: number, on?: number): GatedField => ({
  of,
  field,
  gate,
  since,
  ...(on !== undefined && { on }),
});

export const gatedFields: readonly GatedField[] = [
  row('pod', 'hostnameOverride', 'HostnameOverride', 34, 35),
  row('container', 'restartPolicyRules', 'ContainerRestartRules', 34, 35),
  row('lifecycle', 'stopSignal', 'ContainerStopSignals', 33),
  row('volumeMount', 'bindMountOptions', 'VolumeBindMountOptions', 37),
  row('emptyDir', 'mode', 'EmptyDirVolumeMode', 37),
  row('fileVolume', 'defaultUser', 'AtomicWriteVolumeUserFields', 37),
  row('file', 'user', 'AtomicWriteVolumeUserFields', 37),
];
