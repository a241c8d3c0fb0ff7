import { wordTable } from '../../core';

/** Which release came to know which field, and which releases are inside of which program. */

/** The release of containers/image that first read a field; older ones refuse the whole file. */
export interface FieldSince {
  readonly requirement: string;
  readonly fields: readonly string[];
  /** `major.minor.patch` of containers/image. */
  readonly since: string;
}

/**
 * From the release notes of containers/image; the keys in the plural came with pull requests 2524 and 2526, which 5.32.2
 * took over (pull request 2531).
 */
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
  /** The newest containers/image that it can have been built with, `major.minor.patch`. */
  readonly image: string;
  /** What else it does differently. */
  readonly note?: string;
}

/**
 * containers/image inside of the programs, oldest first, as far as release notes, `go.mod` or the pull request that brought
 * the library say so: podman 4.3.1 (notes), 19040, 21302, 25187, 26752; containers/common 1942, 2102, 2242; containers/image
 * 2828; container-libs 399, 864; skopeo 2092, 2331, 2406, 2516, 2666, 2800, 2881; buildah 5303, 6872; cri-o 6635. Skopeo 1.9 and Buildah 1.28
 * as Debian 12 builds them (`Built-Using`).
 */
const releases: Readonly<Record<string, readonly (readonly [line: string, image: string])[]>> = wordTable({
  podman: [
    ['4.3', '5.23'],
    ['4.4', '5.24'],
    ['4.6', '5.26'],
    ['4.9', '5.29'],
    ['5.0', '5.30'],
    ['5.2', '5.32'],
    ['5.3', '5.33'],
    ['5.4', '5.34'],
    ['5.5', '5.35'],
    ['5.6', '5.36'],
    ['5.7', '5.38'],
    ['5.8', '5.39'],
    ['6.0', '5.40'],
  ],
  skopeo: [
    ['1.9', '5.23'],
    ['1.13', '5.26'],
    ['1.14', '5.29'],
    ['1.16', '5.32'],
    ['1.18', '5.34'],
    ['1.20', '5.36'],
    ['1.22', '5.39'],
    ['1.23', '5.40'],
  ],
  buildah: [
    ['1.28', '5.23'],
    ['1.29', '5.24'],
    ['1.33', '5.29'],
    ['1.35', '5.30'],
    ['1.39', '5.34'],
    ['1.41', '5.36'],
    ['1.43', '5.39'],
    ['1.44', '5.40'],
  ],
  'cri-o': [['1.26', '5.24']],
  debian: [['12', '5.23']],
});

/** Where a field came with a patch, an error that is wrong for half of a line of releases would be worse than none. */
const newestPatch = (line: string): string => `${line}.99`;

/**
 * The reader that a setting names: `5.36`, `podman 4.3`, `skopeo 1.9.3`, `debian 12`. A line that is not in the table counts
 * as the next newer one. Undefined for `latest` and for what is not known: then every field counts as known.
 */
export function signatureRelease(target: string): SignatureRelease | undefined {
  const words = target
    .toLowerCase()
    .replace(/^\s*(?:containers\/)?image\b/, '')
    .replace(/[ /@-]?v?(?=\d)/, ' ')
    .trim();
  if (/^5\.\d+(?:\.\d+)?$/.test(words))
    return { name: `containers/image ${words}`, image: /^5\.\d+$/.test(words) ? newestPatch(words) : words };
  const [, program = '', version = ''] = /^(\D+) (\d+(?:\.\d+)?)/.exec(words) ?? [];
  const lines = Object.hasOwn(releases, program) ? releases[program] : undefined;
  const release = lines?.find(([line]) => (program === 'debian' ? line === version : compareReleases(line, version) >= 0));
  if (!release) return undefined;
  const note =
    program === 'debian' && 'Debian 12 patches its libraries so that every sigstore signature is refused when an image is judged.';
  return { name: `${program} ${version}`, image: newestPatch(release[1]), ...(note && { note }) };
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
