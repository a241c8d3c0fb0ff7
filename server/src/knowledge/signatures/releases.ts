import { nearest, wordTable } from '../../core';
import shipped from './data/distributions.json';
import data from './data/readers.json';

/** Which release came to know which field, and which releases are inside of which program. */

/** The release of containers/image that first read a field; older ones refuse the whole file. */
export interface FieldSince {
  readonly requirement: string;
  readonly fields: readonly string[];
  /** `major.minor.patch` of containers/image. */
  readonly since: string;
}

/**
 * The keys in the plural came with pull requests 2524 and 2526, which 5.32.2 took over (pull request 2531).
 *
 * $source the release notes of containers/image
 * $version containers/image 5.40
 * $checked 2026-11-30
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
  /** The oldest containers/image that the name covers, `major.minor.patch`: the whole line `podman 4.3` reads what its first release reads. */
  readonly image: string;
  /** From which release of the line on it has which containers/image, oldest first. */
  readonly steps: readonly { readonly name: string; readonly image: string }[];
  /** The program of a distribution that the name was taken for: `podman 4.9.3`. */
  readonly program?: string;
  /** What else it does differently. */
  readonly note?: string;
}

type ReleaseLines = Readonly<Record<string, string>>;

/** Releases that came out after the tags were read: podman 6.0.0 and skopeo 1.23.0 name image 5.40.0 in their notes. */
const newer: Readonly<Record<string, ReleaseLines>> = wordTable<ReleaseLines>({
  podman: { '6.0': '0=5.40.0' },
  skopeo: { '1.23': '0=5.40.0' },
});

const programs: Readonly<Record<string, ReleaseLines>> = wordTable(
  Object.fromEntries(
    Object.entries(data.readers as Record<string, ReleaseLines>).map(([name, lines]) => [name, { ...lines, ...newer[name] }]),
  ),
);

/** Its libraries refuse every sigstore signature, with any policy (patch of golang-github-containers-image 5.23). */
const debian12 = 'Debian 12 patches its libraries so that every sigstore signature is refused when an image is judged.';

interface ShippedProgram {
  /** `podman 4.3.1`. */
  readonly program: string;
  /** The containers/image that the package is built with, where a distribution builds with a package of its own. */
  readonly image?: string;
  /** What says so. */
  readonly source: string;
  /** When that was read; absent where it was not read again. */
  readonly read?: string;
}

/** What distributions ship, by release; the rows of the table name their sources. */
const distributions: Readonly<Record<string, Readonly<Record<string, ShippedProgram>>>> = wordTable(
  Object.fromEntries(Object.entries(shipped.distributions as Record<string, Record<string, ShippedProgram>>)),
);

const notes: Readonly<Record<string, string>> = wordTable({ 'debian 12': debian12 });

const otherNames: Readonly<Record<string, string>> = wordTable({
  crio: 'cri-o',
  'red hat enterprise linux': 'rhel',
  'red hat': 'rhel',
  redhat: 'rhel',
  ocp: 'openshift',
  image: 'containers/image',
  'container-libs': 'containers/image',
  'go.podman.io/image': 'containers/image',
});

/** What a setting names: the reader that files are judged for, and what is wrong with the name. */
export interface SignatureReader {
  readonly release: SignatureRelease;
  /** `latest`, or a name that is not known: the newest reader is assumed. */
  readonly assumed: boolean;
  /** A sentence about a name that is not known. */
  readonly problem?: string;
}

/** Newest known containers/image. */
const newestImage = '5.40';

const newest: SignatureRelease = {
  name: `containers/image ${newestImage}`,
  image: `${newestImage}.0`,
  steps: [{ name: `containers/image ${newestImage}`, image: `${newestImage}.0` }],
};

/** The reader that a setting names: `5.36`, `podman 4.3`, `skopeo 1.9.3`, `rhel 9.6`; for `latest` and what is not known the newest. */
export function signatureReader(target: string): SignatureReader {
  if (/^\s*(?:latest)?\s*$/i.test(target)) return { release: newest, assumed: true };
  const words = /^\s*(?:v(?=\d))?(.*?)[ /@_-]*v?(\d+(?:\.\d+){0,2})\S*(?:\s+lts)?\s*$/i.exec(target);
  const written = words?.[1]?.toLowerCase().trim() ?? target.trim().toLowerCase();
  const name = otherNames[written] ?? (written || 'containers/image');
  const version = words?.[2] ?? '';
  const release = version === '' ? undefined : releaseOf(name, version);
  return release ? { release, assumed: false } : { release: newest, assumed: true, problem: problemOf(target.trim(), name, version) };
}

/** The reader that a setting names; undefined for `latest` and for what is not known: then every field counts as known. */
export function signatureRelease(target: string): SignatureRelease | undefined {
  const { release, assumed } = signatureReader(target);
  return assumed ? undefined : release;
}

function releaseOf(name: string, version: string): SignatureRelease | undefined {
  if (name === 'containers/image') {
    const [major, minor, patch] = version.split('.');
    if (minor === undefined || Number(major) > 5 || compareReleases(version, `${newestImage}.99`) > 0) return undefined;
    const title = `containers/image ${version}`;
    if (patch !== undefined) return { name: title, image: version, steps: [{ name: title, image: version }] };
    // Which patches there are does not matter: whatever came with one of them, the line read it from there on.
    const steps = ['0', ...patchesOf(`${major}.${minor}`)].map((one) => ({ name: `${title}.${one}`, image: `${major}.${minor}.${one}` }));
    return { name: title, image: `${version}.0`, steps };
  }
  const distribution = distributions[name];
  if (distribution) {
    const known = Object.keys(distribution);
    const key =
      known.find((one) => one === version || version.startsWith(`${one}.`)) ?? known.findLast((one) => one.startsWith(`${version}.`));
    const row = distribution[key ?? ''];
    const [, program = '', of = ''] = /^(\S+) (.+)$/.exec(row?.program ?? '') ?? [];
    const inside = program ? releaseOf(program, of) : undefined;
    const note = notes[`${name} ${version}`];
    const built = row?.image ? { image: row.image, steps: [{ name: `${name} ${key}`, image: row.image }] } : {};
    return inside && { ...inside, ...built, name: `${name} ${version}`, program: inside.name, ...(note && { note }) };
  }
  const [major, minor, patch] = version.split('.');
  const line = programs[name]?.[`${major}.${minor}`];
  if (line === undefined) return undefined;
  const steps = line.split(' ').map((step) => {
    const [from = '', image = ''] = step.split('=');
    return { from: Number(from), name: `${name} ${major}.${minor}.${from}`, image };
  });
  const reached = patch === undefined ? steps : steps.filter(({ from }) => from <= Number(patch)).slice(-1);
  const [first] = reached;
  return first && { name: `${name} ${version}`, image: first.image, steps: reached };
}

/** The patches of a line of containers/image that brought a field. */
const patchesOf = (line: string): readonly string[] =>
  fieldsSince.flatMap(({ since }) => (since.startsWith(`${line}.`) && !since.endsWith('.0') ? [since.slice(line.length + 1)] : []));

/** Names that don't tell the reader: what does. */
const untold: Readonly<Record<string, string>> = wordTable({
  fedora: 'Fedora updates Podman and Skopeo within a release: name the program, as in `podman 5.8`',
  bootc: 'bootc has images fetched by the Skopeo of its system: name that, as in `skopeo 1.20`',
  'rpm-ostree': 'rpm-ostree has images fetched by the Skopeo of its system: name that, as in `skopeo 1.20`',
});

function problemOf(target: string, name: string, version: string): string {
  const hint = Object.hasOwn(untold, name) ? untold[name] : undefined;
  if (hint !== undefined) return `${hint}. Until then files are judged for the newest, ${newest.name}.`;

  const known = [...Object.keys(programs), ...Object.keys(distributions), 'containers/image'];
  const judged = `files are judged for the newest, ${newest.name}`;
  if (!known.includes(name)) {
    const meant = nearest(name, known);
    return `\`${target}\` names no reader that is known, so ${judged}${meant ? `; did you mean \`${[meant, version].filter(Boolean).join(' ')}\`?` : '.'}`;
  }
  return version === ''
    ? `\`${target}\` names no version, so ${judged}.`
    : `Confine does not know which containers/image is in \`${target}\`, so ${judged}.`;
}

/** Where in a line of releases the first is that reads what `since` added; undefined where no release does. */
export const firstThatReads = ({ steps }: SignatureRelease, since: string): string | undefined =>
  steps.find(({ image }) => compareReleases(image, since) >= 0)?.name;

/** `podman 5.4 (containers/image 5.34.0)`; for status and summary. */
export function readerTitle(target: string): string {
  const { release, assumed } = signatureReader(target);
  if (assumed) return `${release.name}, the newest known`;
  const first = `containers/image ${release.image}`;
  return release.name.startsWith('containers/image')
    ? release.name
    : `${release.name} (${[release.program, first].filter(Boolean).join(', ')})`;
}

/**
 * Whether a reader takes TOML 1.1: BurntSushi/toml does since 1.6.0, by the go.mod of each release. Podman 6.0, Skopeo 1.23 and Buildah 1.44 have it
 * together with image 5.40, CRI-O from a patch of 1.35 on.
 */
export function readsToml11({ name, program = name, image }: SignatureRelease): boolean {
  const line = /^cri-o (\d+\.\d+)/.exec(program)?.[1];
  return compareReleases(image, '5.40.0') >= 0 || (line !== undefined && compareReleases(line, '1.35') >= 0);
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
