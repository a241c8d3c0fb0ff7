/**
 * What containers/image knows of signatures: the words of policy.json, what each means when an image is judged, and
 * which release came to know it. Sources: containers-policy.json(5) and `signature/policy_config*.go`,
 * `signature/policy_eval*.go` of github.com/containers/image, now in github.com/containers/container-libs.
 */

/** How a requirement decides by itself. `unimplemented` parses and then refuses every image. */
export type Verdict = 'accept' | 'reject' | 'signed' | 'unimplemented';

export interface RequirementType {
  readonly name: string;
  readonly verdict: Verdict;
  /** Short, for the right-hand side of a completion. */
  readonly detail: string;
  /** What it asks of an image; Markdown. */
  readonly summary: string;
  /** Every field besides `type`; any other is an error. */
  readonly fields: readonly string[];
}

export const requirementTypes: readonly RequirementType[] = [
  {
    name: 'reject',
    verdict: 'reject',
    detail: 'no image',
    summary: 'Refuses every image. One `reject` in a list decides it, whatever stands beside it.',
    fields: [],
  },
  {
    name: 'sigstoreSigned',
    verdict: 'signed',
    detail: 'signed with cosign, or keyless',
    summary:
      'Asks for a sigstore signature: one made with a key (`cosign sign --key`), keyless with a certificate of Fulcio, or with a certificate of your own authority. ' +
      'It is read as an attachment of the image, so registries.d must set `use-sigstore-attachments: true` for the registry.',
    fields: [
      'keyPath',
      'keyPaths',
      'keyData',
      'keyDatas',
      'fulcio',
      'pki',
      'rekorPublicKeyPath',
      'rekorPublicKeyPaths',
      'rekorPublicKeyData',
      'rekorPublicKeyDatas',
      'signedIdentity',
    ],
  },
  {
    name: 'signedBy',
    verdict: 'signed',
    detail: 'signed with GPG',
    summary:
      'Asks for a simple signature: a small OpenPGP-signed file that names the image and its digest, made by `podman push --sign-by` or `skopeo standalone-sign`. ' +
      'It is read from the lookaside server of registries.d, or from the registry itself where that keeps signatures (OpenShift).',
    fields: ['keyType', 'keyPath', 'keyPaths', 'keyData', 'signedIdentity'],
  },
  {
    name: 'insecureAcceptAnything',
    verdict: 'accept',
    detail: 'every image, unchecked',
    summary:
      'Accepts every image, signed or not: no signature is looked at. Beside another requirement it adds nothing, because all of a list must hold.',
    fields: [],
  },
  {
    name: 'signedBaseLayer',
    verdict: 'unimplemented',
    detail: 'not implemented: no image',
    summary: 'Was meant for images built on a signed base. No release implements it: it loads, and refuses every image.',
    fields: ['baseLayerIdentity'],
  },
];

export const requirementType = (name: string | undefined): RequirementType | undefined =>
  requirementTypes.find((type) => type.name === name);

/** What people write who know the word from a command line or another file. */
export const requirementAliases: Readonly<Record<string, string>> = {
  accept: 'insecureAcceptAnything',
  acceptanything: 'insecureAcceptAnything',
  insecureaccept: 'insecureAcceptAnything',
  insecureacceptall: 'insecureAcceptAnything',
  allow: 'insecureAcceptAnything',
  any: 'insecureAcceptAnything',
  deny: 'reject',
  block: 'reject',
  rejectall: 'reject',
  gpg: 'signedBy',
  gpgkeys: 'signedBy',
  signed: 'signedBy',
  signedbygpgkeys: 'signedBy',
  sigstore: 'sigstoreSigned',
  sigstoresignedby: 'sigstoreSigned',
  signedbysigstore: 'sigstoreSigned',
  cosign: 'sigstoreSigned',
  cosignsigned: 'sigstoreSigned',
};

export interface IdentityType {
  readonly name: string;
  /** The fields that it must have besides `type`. */
  readonly fields: readonly string[];
  readonly detail: string;
  /** When it holds; Markdown. "Claim" is the name inside the signature. */
  readonly holds: string;
  /** Compares with the name the image was asked for by, so it fails for images that have none (`dir:`, `oci:`). */
  readonly usesImageName: boolean;
  /** Accepts a claim without tag and digest, which is what cosign writes when nobody asks for more. */
  readonly acceptsBareClaim: boolean;
}

export const defaultIdentity = 'matchRepoDigestOrExact';

export const identityTypes: readonly IdentityType[] = [
  {
    name: 'matchRepoDigestOrExact',
    fields: [],
    detail: 'the default',
    holds:
      'An image asked for by tag must carry a claim of exactly that name and tag; one asked for by digest a claim of the same repository.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
  {
    name: 'matchRepository',
    fields: [],
    detail: 'same repository, any tag',
    holds:
      'The claim is of the same repository; tags are not compared. Right for cosign, whose claims have no tag. ' +
      'For GPG signatures it lets an older, signed tag pass for a newer one.',
    usesImageName: true,
    acceptsBareClaim: true,
  },
  {
    name: 'matchExact',
    fields: [],
    detail: 'same name and tag',
    holds:
      'The claim is exactly the name and tag or digest that was asked for. An image asked for by digest fails unless it was signed by digest.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
  {
    name: 'exactReference',
    fields: ['dockerReference'],
    detail: 'one fixed image',
    holds:
      'The claim is exactly `dockerReference`, whatever the image was asked for by. For images that come without a name (`dir:`, `oci:`).',
    usesImageName: false,
    acceptsBareClaim: false,
  },
  {
    name: 'exactRepository',
    fields: ['dockerRepository'],
    detail: 'one fixed repository',
    holds:
      'The claim is of the repository `dockerRepository`, any tag or none, whatever the image was asked for by. For mirrors that are asked for by their own name.',
    usesImageName: false,
    acceptsBareClaim: true,
  },
  {
    name: 'remapIdentity',
    fields: ['prefix', 'signedPrefix'],
    detail: 'mirror to original',
    holds:
      'As `matchRepoDigestOrExact`, after `prefix` at the start of the name asked for was replaced by `signedPrefix`; whole path components only. ' +
      'For mirrors that are asked for by their own name and hold GPG-signed images.',
    usesImageName: true,
    acceptsBareClaim: false,
  },
];

export const identityType = (name: string | undefined): IdentityType | undefined => identityTypes.find((type) => type.name === name);

export const keyTypes: readonly { readonly name: string; readonly works: boolean; readonly summary: string }[] = [
  { name: 'GPGKeys', works: true, summary: 'OpenPGP public keys, binary or armoured. The only kind that works.' },
  { name: 'signedByGPGKeys', works: false, summary: 'Loads, and then refuses every image: not implemented.' },
  { name: 'X509Certificates', works: false, summary: 'Loads, and then refuses every image: not implemented.' },
  { name: 'signedByX509CAs', works: false, summary: 'Loads, and then refuses every image: not implemented.' },
];

export interface Transport {
  readonly name: string;
  readonly summary: string;
  /** What the scopes of the section are, with an example each; the empty scope is always allowed. */
  readonly scopes: readonly { readonly example: string; readonly covers: string }[];
  /** Whether signatures can travel with the image. Without, every signed requirement refuses. */
  readonly carriesSignatures: boolean;
  /** Whether images have a name like `quay.io/team/app:1`. */
  readonly named: boolean;
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
      { example: 'registry.example.com/team/app:1.0', covers: 'one tag; not the same image asked for by digest' },
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
    scopes: [{ example: 'docker.io/library/busybox', covers: 'as for `docker`; an image asked for by its ID falls to `""`' }],
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
    summary: 'Images of an OpenShift registry asked for by `atomic:`.',
    scopes: [
      { example: 'registry.example.com/namespace', covers: 'a namespace' },
      { example: 'registry.example.com/namespace/stream', covers: 'an image stream' },
    ],
    carriesSignatures: true,
    named: true,
    deprecated: 'Deprecated upstream and left out of some builds (Debian): images asked for by `docker:` never come here.',
  },
  {
    name: 'ostree',
    summary: 'Images in an OSTree repository.',
    scopes: [],
    carriesSignatures: false,
    named: false,
    deprecated: 'The transport was removed: nothing comes here any more.',
  },
];

export const transport = (name: string | undefined): Transport | undefined => transports.find((known) => known.name === name);

/** The release of containers/image that first read a field; older ones refuse the whole file. */
export interface FieldSince {
  readonly requirement: string;
  readonly fields: readonly string[];
  /** `major.minor.patch` of containers/image. */
  readonly since: string;
}

export const fieldsSince: readonly FieldSince[] = [
  { requirement: 'signedBy', fields: ['keyPaths'], since: '5.22.0' },
  { requirement: 'sigstoreSigned', fields: ['type'], since: '5.22.0' },
  { requirement: 'sigstoreSigned', fields: ['fulcio', 'rekorPublicKeyPath', 'rekorPublicKeyData'], since: '5.24.0' },
  { requirement: 'sigstoreSigned', fields: ['keyPaths', 'keyDatas', 'rekorPublicKeyPaths', 'rekorPublicKeyDatas'], since: '5.32.2' },
  { requirement: 'sigstoreSigned', fields: ['pki'], since: '5.34.1' },
];

/** A program that reads policies, by the library inside of it. */
export interface SignatureRelease {
  /** As a person would name it: `podman 4.3`. */
  readonly name: string;
  /** The containers/image release it was built with, `major.minor.patch`. */
  readonly image: string;
  /** What else it does differently. */
  readonly note?: string;
}

/**
 * containers/image inside of the programs, from their release notes. A line of releases counts as its newest patch:
 * where a field came with a patch, an error that is wrong for half of the line would be worse than none.
 */
const releases: readonly (readonly [program: string, line: string, image: string])[] = [
  ['podman', '4.2', '5.22'],
  ['podman', '4.3', '5.23'],
  ['podman', '4.4', '5.24'],
  ['podman', '4.5', '5.25'],
  ['podman', '4.6', '5.26'],
  ['podman', '4.7', '5.28'],
  ['podman', '4.8', '5.29'],
  ['podman', '4.9', '5.29'],
  ['podman', '5.0', '5.30'],
  ['podman', '5.1', '5.31'],
  ['podman', '5.2', '5.32'],
  ['podman', '5.3', '5.33'],
  ['podman', '5.4', '5.34'],
  ['podman', '5.5', '5.35'],
  ['podman', '5.6', '5.36'],
  ['skopeo', '1.9', '5.22'],
  ['skopeo', '1.10', '5.23'],
  ['skopeo', '1.11', '5.24'],
  ['skopeo', '1.12', '5.25'],
  ['skopeo', '1.13', '5.26'],
  ['skopeo', '1.14', '5.29'],
  ['skopeo', '1.15', '5.30'],
  ['skopeo', '1.16', '5.32'],
  ['skopeo', '1.17', '5.33'],
  ['skopeo', '1.18', '5.34'],
  ['skopeo', '1.19', '5.35'],
  ['skopeo', '1.20', '5.36'],
  ['debian', '12', '5.22'],
];

const newestPatch = (line: string): string => `${line}.99`;

/**
 * The reader that a setting names: `5.36`, `podman 4.3`, `skopeo 1.9.3`, `debian 12`. Undefined for `latest` and for
 * what is not known: then every field counts as known.
 */
export function signatureRelease(target: string): SignatureRelease | undefined {
  const words = target
    .toLowerCase()
    .replace(/^\s*(?:containers\/)?image\b/, '')
    .replace(/[ /@-]?v?(?=\d)/, ' ')
    .trim();
  if (/^5\.\d+(?:\.\d+)?$/.test(words))
    return { name: `containers/image ${words}`, image: /^5\.\d+$/.test(words) ? newestPatch(words) : words };
  const [, program, version] = /^(\D+) (\d+(?:\.\d+)?)/.exec(words) ?? [];
  const release = releases.find(([name, line]) => name === program && line === version);
  if (!release) return undefined;
  const note =
    program === 'debian' && 'Debian 12 patches its libraries so that every sigstore signature is refused when an image is judged.';
  return { name: `${program} ${version}`, image: newestPatch(release[2]), ...(note && { note }) };
}

/** Compares `5.9.0` and `5.24.1` number by number; negative when the first is older. */
export function compareReleases(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference) return difference;
  }
  return 0;
}

/** The sources that rules and hovers cite. */
export const signatureAuthorities = {
  policy: {
    title: 'containers-policy.json(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-policy.json.5.md',
  },
  registries: {
    title: 'containers-registries.d(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-registries.d.5.md',
  },
  transports: {
    title: 'containers-transports(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-transports.5.md',
  },
  reader: {
    title: 'containers/image: signature/policy_config.go',
    url: 'https://github.com/containers/image/blob/main/signature/policy_config.go',
  },
  sigstoreReader: {
    title: 'containers/image: signature/policy_config_sigstore.go',
    url: 'https://github.com/containers/image/blob/main/signature/policy_config_sigstore.go',
  },
  objects: {
    title: 'containers/image: signature/internal/json.go',
    url: 'https://github.com/containers/image/blob/main/signature/internal/json.go',
  },
  evaluation: {
    title: 'containers/image: signature/policy_eval.go',
    url: 'https://github.com/containers/image/blob/main/signature/policy_eval.go',
  },
  naming: {
    title: 'containers/image: docker/policyconfiguration/naming.go',
    url: 'https://github.com/containers/image/blob/main/docker/policyconfiguration/naming.go',
  },
  names: {
    title: 'containers/image: docker/reference',
    url: 'https://github.com/containers/image/blob/main/docker/reference/normalize.go',
  },
  registriesReader: {
    title: 'containers/image: docker/registries_d.go',
    url: 'https://github.com/containers/image/blob/main/docker/registries_d.go',
  },
  mirrors: {
    title: 'containers-registries.conf(5)',
    url: 'https://github.com/containers/image/blob/main/docs/containers-registries.conf.5.md',
  },
  mirrorsReader: {
    title: 'containers/image: pkg/sysregistriesv2',
    url: 'https://github.com/containers/image/blob/main/pkg/sysregistriesv2/system_registries_v2.go',
  },
  crio: {
    title: 'crio.conf(5)',
    url: 'https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md',
  },
  crioReader: {
    title: 'cri-o: pkg/config/config.go',
    url: 'https://github.com/cri-o/cri-o/blob/main/pkg/config/config.go',
  },
  crioKeys: {
    title: 'cri-o: server/utils.go, and ocicrypt: utils/utils.go',
    url: 'https://github.com/cri-o/cri-o/blob/main/server/utils.go',
  },
} as const;
