/**
 * What a volume can be made of.
 *
 * $source VolumeSource and VolumeProjection of kubernetes/api core/v1/types.go
 * $version Kubernetes 1.37
 * $checked 2026-11-30
 */
export const volumeSources: ReadonlySet<string> = new Set([
  'awsElasticBlockStore',
  'azureDisk',
  'azureFile',
  'cephfs',
  'cinder',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'fc',
  'flexVolume',
  'flocker',
  'gcePersistentDisk',
  'gitRepo',
  'glusterfs',
  'hostPath',
  'image',
  'iscsi',
  'nfs',
  'persistentVolumeClaim',
  'photonPersistentDisk',
  'portworxVolume',
  'projected',
  'quobyte',
  'rbd',
  'scaleIO',
  'secret',
  'storageos',
  'vsphereVolume',
]);

/** What one entry of a projected volume can be made of: `VolumeProjection`. */
export const projectionSources: readonly string[] = [
  'clusterTrustBundle',
  'configMap',
  'downwardAPI',
  'podCertificate',
  'secret',
  'serviceAccountToken',
];

/** Linux mount options of `volumeMounts[].bindMountOptions`. */
export const bindMountOptions: readonly string[] = ['noexec', 'nodev', 'nosuid'];
