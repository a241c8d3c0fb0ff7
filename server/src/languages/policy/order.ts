import { baseName, type Context, pathOf } from '../../core';
import { readsLayers } from './layers';
import { endingOf, type FileFamily, placeInRoot, type RootPlace, type Special } from './places';

/** Who reads, and in which tree: what decides which files of the container tools are put together. */
export interface Viewer {
  /** The folder that represents `/`; undefined where the file lies in no such tree. */
  readonly root?: string;
  /** The user's folder of configuration, where the question is about a user. */
  readonly home?: string;
  readonly user: Special;
  readonly uid?: string;
  /** The file that the question is about. */
  readonly uri: string;
}

type Reader = Pick<Context, 'policy'>;

/** A word that tells two readers apart. */
export const readerKey = ({ policy: { target, user = 'auto', environment = {} } }: Reader): string =>
  `${target} ${user} ${JSON.stringify(environment)}`;

/** Who reads a file: a user the one in a home folder, root every other, unless the settings say who. */
export function viewerOf(uri: string, { policy: { user = 'auto', environment } }: Reader): Viewer {
  const place = placeInRoot(uri, environment);
  const root = place?.root ?? /^(.*)\/etc\/crio\//s.exec(uri)?.[1];
  const special = place?.dropIn?.special;
  const isRoots = place?.home !== undefined && /\/root(?:home)?\/\.config$/.test(place.home);
  const guessed: Special = special ?? (place?.owner === 'user' && !isRoots ? 'rootless' : 'rootful');
  const uid = /^\d+$/.test(user) && user !== '0' ? user : place?.dropIn?.uid;
  return {
    uri,
    ...(root !== undefined && { root }),
    ...(place?.home !== undefined && { home: place.home }),
    user: user === 'auto' ? guessed : user === 'root' || user === '0' ? 'rootful' : 'rootless',
    ...(uid !== undefined && { uid }),
  };
}

/**
 * The files of one kind that are put together for a viewer, in the order in which they are read. Sources: `storage/pkg/configfile` of
 * container-libs since image 5.40, `newConfigWrapperWithHomeDir` and `registriesDirPath` of containers/image before. Files outside of such a tree
 * belong to those of the same folder.
 */
export function filesRead(family: FileFamily, uris: Iterable<string>, viewer: Viewer, context: Reader): readonly string[] {
  const all = [...uris];
  if (viewer.root === undefined) return besideIn(viewer.uri, all);
  const { environment = {} } = context.policy;
  const placed = all.flatMap((uri) => {
    const place = placeInRoot(uri, environment);
    const isOurs = place?.family === family && place.root === viewer.root && (place.home === undefined || place.home === viewer.home);
    return isOurs ? [{ uri, place }] : [];
  });
  const found = readsLayers(context) ? layered(placed, viewer) : older(placed);
  return family === 'registries.conf' ? byVariables(found, all, viewer.root, context) : found;
}

interface PlacedFile {
  readonly uri: string;
  readonly place: RootPlace;
}

const lowestFirst = ['vendor', 'administrator', 'user'] as const;

/** The main file of the highest folder, then the drop-ins of all of them by name; a higher folder hides the same name. */
function layered(files: readonly PlacedFile[], viewer: Viewer): readonly string[] {
  const [main] = mainFiles(files);
  const byName = new Map<string, string>();
  const dropIns = files
    .map((file) => ({ ...file, rank: rankOf(file.place, viewer) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank);
  for (const { uri, place } of dropIns) byName.set(place.dropIn?.name ?? '', uri);
  return [...(main ? [main.uri] : []), ...sortedNames(byName.keys()).flatMap((name) => byName.get(name) ?? [])];
}

/** Where a drop-in comes in the order of folders; negative where it is not read. */
function rankOf({ family, owner, dropIn }: RootPlace, { user, uid }: Viewer): number {
  if (!dropIn?.name.endsWith(endingOf(family))) return -1;
  if (dropIn.special && (dropIn.special !== user || (dropIn.uid !== undefined && dropIn.uid !== uid))) return -1;
  if (!dropIn.special && dropIn.uid !== undefined) return -1;
  return lowestFirst.indexOf(owner) * 3 + (dropIn.uid !== undefined ? 2 : dropIn.special ? 1 : 0);
}

/** Before 5.40: the user's file or folder in place of the administrator's, and nothing of the vendor's. */
function older(files: readonly PlacedFile[]): readonly string[] {
  const read = files.filter(({ place: { owner, dropIn } }) => owner !== 'vendor' && !dropIn?.special && dropIn?.uid === undefined);
  const [main] = mainFiles(read);
  const isUsers = (file: PlacedFile) => file.place.owner === 'user';
  const dropIns = read.filter(({ place: { family, dropIn } }) => dropIn?.name.endsWith(endingOf(family)));
  const own = dropIns.filter(isUsers);
  const system = dropIns.filter((file) => !isUsers(file));
  const onlyOwn = main ? isUsers(main) : own.some(({ place }) => place.family === 'registries.d');
  const ordered = (some: readonly PlacedFile[]) => sortedNames(some.map(({ uri }) => uri));
  return [...(main ? [main.uri] : []), ...(onlyOwn ? [] : ordered(system)), ...ordered(own)];
}

const mainFiles = (files: readonly PlacedFile[]): readonly PlacedFile[] =>
  files.filter(({ place }) => !place.dropIn).sort((a, b) => lowestFirst.indexOf(b.place.owner) - lowestFirst.indexOf(a.place.owner));

/** A variable that names a file replaces the main file, and from 5.40 on the drop-ins too; another adds one at the end. */
function byVariables(found: readonly string[], all: readonly string[], root: string, context: Reader): readonly string[] {
  const { CONTAINERS_REGISTRIES_CONF: own, CONTAINERS_REGISTRIES_CONF_OVERRIDE: last } = context.policy.environment ?? {};
  const named = (path: string) => all.filter((uri) => uri === root + path);
  const kept = readsLayers(context) ? [] : found.filter((uri) => placeInRoot(uri)?.dropIn);
  const base = own ? [...named(own), ...kept] : found;
  return last && readsLayers(context) ? [...base, ...named(last)] : base;
}

/** Outside of a tree: the file of the same folder, and those of the folder of drop-ins beside it. */
function besideIn(uri: string, all: readonly string[]): readonly string[] {
  const folder = groupOf(uri);
  const own = all.filter((one) => groupOf(one) === folder);
  return [...own.filter((one) => !isDropIn(one)), ...sortedNames(own.filter(isDropIn))];
}

const isDropIn = (uri: string): boolean => /\.d\/(?:\d+\/)?[^/]*$/.test(uri);

/** What files are put together with: their tree, or the folder that they lie in. */
export function groupOf(uri: string, environment = {}): string {
  const place = placeInRoot(uri, environment);
  return place ? place.root : `${uri.replace(/(?:\.d\/(?:\d+\/)?[^/]*)$/, '').replace(/[^/]*$/, '')}`;
}

/**
 * The same, and where no file of the kind is known in the viewer's own tree, those of the only other tree that has some: a policy is often kept
 * apart from the files that are installed with it.
 */
export function filesForViewer(family: FileFamily, uris: Iterable<string>, viewer: Viewer, context: Reader): readonly string[] {
  const all = [...new Set(uris)];
  const { environment } = context.policy;
  const own = viewer.root ?? groupOf(viewer.uri, environment);
  const groups = new Set(all.map((uri) => groupOf(uri, environment)));
  if (groups.has(own) || groups.size !== 1) return filesRead(family, all, viewer, context);
  return filesRead(family, all, viewerOf(all[0] as string, context), context);
}

/** Go compares names byte by byte. */
const sortedNames = (names: Iterable<string>): readonly string[] => [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** `registries.conf`, `registries.conf.d/50-shop.conf`; with more of the path where the other file is in another folder. */
export function nameSeenFrom(uri: string, seenFrom: string): string {
  const path = pathOf(uri);
  const short =
    /(?:registries|storage|containers)(?:\.root(?:ful|less))?(?:\.conf)?\.d\/(?:\d+\/)?[^/]*$/.exec(path)?.[0] ?? baseName(path);
  const [place, own] = [placeInRoot(uri), placeInRoot(seenFrom)];
  return place && own && place.owner !== own.owner ? uri.slice(place.root.length) : short;
}
