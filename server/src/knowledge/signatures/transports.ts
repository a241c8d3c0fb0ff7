/**
 * From where images come, as policy.json names it.
 *
 * $source containers-transports(5) and the transports of containers/image
 * $version containers/image 5.40
 * $checked 2026-11-30
 */

export interface Transport {
  readonly name: string;
  readonly summary: string;
  /** What the scopes of the section are, with an example each; the empty scope is always allowed. */
  readonly scopes: readonly { readonly example: string; readonly covers: string }[];
  /** Whether signatures can travel with the image. Without, every signed requirement refuses. */
  readonly carriesSignatures: boolean;
  /** Whether images have a name like `quay.io/team/app:1`. */
  readonly named: boolean;
  /** Why it is of the past; goes on from its name. */
  readonly deprecated?: string;
}

const paths = (what: string) => [
  { example: '/srv/images', covers: `every ${what} below the directory; symbolic links must be written resolved` },
];

/** Source of the rules for scopes: `ValidatePolicyConfigurationScope` of each transport. */
export const transports: readonly Transport[] = [
  {
    name: 'docker',
    summary: 'Images in a registry: every pull and push of Podman, CRI-O, Buildah and Skopeo that names a registry.',
    scopes: [
      { example: 'registry.example.com', covers: 'a registry; a port makes it another one' },
      { example: 'registry.example.com/team', covers: 'everything below a namespace' },
      { example: 'registry.example.com/team/app', covers: 'a repository and what lies below' },
      { example: 'registry.example.com/team/app:1.0', covers: 'one tag; not the same image pulled by digest' },
      { example: '*.example.com', covers: 'every host below the domain at any depth and port, not the domain itself' },
      { example: 'docker.io/library/busybox', covers: 'an official image of Docker Hub, whose name is written out' },
    ],
    carriesSignatures: true,
    named: true,
  },
  {
    name: 'containers-storage',
    summary: 'Images in the local store of Podman, Buildah and CRI-O: asked when an image is copied out of it or saved.',
    scopes: [
      { example: '[overlay@/var/lib/containers/storage]', covers: 'everything in the store' },
      { example: '[/var/lib/containers/storage]', covers: 'everything in the store, whatever its driver' },
      { example: '[overlay@/var/lib/containers/storage]quay.io/team', covers: 'images of that name in the store' },
    ],
    carriesSignatures: true,
    named: true,
  },
  {
    name: 'docker-daemon',
    summary: "Images in a Docker daemon's store, as in `podman pull docker-daemon:app:1`.",
    scopes: [{ example: 'docker.io/library/busybox', covers: 'as for `docker`; for an image named by its ID `""` decides' }],
    carriesSignatures: false,
    named: true,
  },
  { name: 'dir', summary: 'An image as a plain directory of files.', scopes: paths('directory'), carriesSignatures: true, named: false },
  { name: 'oci', summary: 'An image in an OCI layout directory.', scopes: paths('layout'), carriesSignatures: false, named: false },
  { name: 'oci-archive', summary: 'An OCI layout as a tar file.', scopes: paths('archive'), carriesSignatures: false, named: false },
  {
    name: 'docker-archive',
    summary: 'A tar file as `docker save` and `podman save` write it; `podman load` reads it.',
    scopes: [],
    carriesSignatures: false,
    named: false,
  },
  { name: 'sif', summary: 'A Singularity image file.', scopes: paths('file'), carriesSignatures: false, named: false },
  {
    name: 'tarball',
    summary: 'Plain tar files that become the layers of a new image.',
    scopes: [],
    carriesSignatures: false,
    named: false,
  },
  {
    name: 'atomic',
    summary: 'Images of an OpenShift registry that are named with `atomic:`.',
    scopes: [
      { example: 'registry.example.com/namespace', covers: 'a namespace' },
      { example: 'registry.example.com/namespace/stream', covers: 'an image stream' },
    ],
    carriesSignatures: true,
    named: true,
    deprecated:
      'is deprecated upstream and left out of some builds (Debian): this section never applies to images that are named with `docker:`.',
  },
  {
    name: 'ostree',
    summary: 'Images in an OSTree repository.',
    scopes: [],
    carriesSignatures: false,
    named: false,
    deprecated: 'was removed: nothing comes here any more.',
  },
];

export const transport = (name: string | undefined): Transport | undefined => transports.find((known) => known.name === name);
