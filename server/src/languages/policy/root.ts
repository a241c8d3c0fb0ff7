import type { Context } from '../../core';
import { readerTitle } from '../../knowledge';
import { readsLayers } from './layers';

/** The files of one kind that a reader looks for. */
type Family = 'policy' | 'registries.conf' | 'registries.d' | 'storage' | 'containers';

/** Whose files a folder has: the vendor's, the administrator's or a user's. */
type Owner = 'vendor' | 'administrator' | 'user';

/** A file of the container tools in its tree. */
export interface RootPlace {
  readonly family: Family;
  readonly owner: Owner;
  /** The folder that stands for `/`, or for a user's home. */
  readonly root: string;
  /** Of a drop-in: the folder's special user, and the file's name. */
  readonly dropIn?: { readonly name: string; readonly special?: 'rootful' | 'rootless'; readonly uid?: string };
}

/** Whether a file is read by the reader that files are judged for. */
export interface FileReading {
  readonly state: 'read' | 'hidden' | 'not-read';
  /** Ends the sentence that the status line begins: `read by …`. */
  readonly words: string;
  /** The file that hides it. */
  readonly by?: string;
}

const owners: readonly (readonly [Owner, string])[] = [
  ['vendor', '/usr/share/containers/'],
  ['administrator', '/etc/containers/'],
  ['user', '/.config/containers/'],
];

const folders: readonly (readonly [RegExp, Family])[] = [
  [/^registries(?:\.(rootful|rootless))?\.conf\.d\/(?:(\d+)\/)?([^/]+)$/, 'registries.conf'],
  [/^registries(?:\.(rootful|rootless))?\.d\/(?:(\d+)\/)?([^/]+)$/, 'registries.d'],
  [/^storage(?:\.(rootful|rootless))?\.conf\.d\/(?:(\d+)\/)?([^/]+)$/, 'storage'],
  [/^containers(?:\.(rootful|rootless))?\.conf\.d\/(?:(\d+)\/)?([^/]+)$/, 'containers'],
];

const mainFiles: ReadonlyMap<string, Family> = new Map([
  ['policy.json', 'policy'],
  ['registries.conf', 'registries.conf'],
  ['storage.conf', 'storage'],
  ['containers.conf', 'containers'],
]);

/** Where a file lies in a tree of container tools; undefined where it is none of theirs. */
export function placeInRoot(uri: string): RootPlace | undefined {
  for (const [owner, folder] of owners) {
    const at = uri.lastIndexOf(folder);
    if (at < 0) continue;
    const root = uri.slice(0, at);
    const rest = uri.slice(at + folder.length);
    const main = mainFiles.get(rest);
    if (main) return { family: main, owner, root };
    for (const [pattern, family] of folders) {
      const [, special, uid, name] = pattern.exec(rest) ?? [];
      if (name === undefined) continue;
      return { family, owner, root, dropIn: { name, ...(special && { special: special as 'rootful' | 'rootless' }), ...(uid && { uid }) } };
    }
  }
  return undefined;
}

const folderOf = Object.fromEntries(owners.map(([owner, folder]) => [owner, folder])) as Readonly<Record<Owner, string>>;
const mainName: Readonly<Record<Family, string | undefined>> = {
  policy: 'policy.json',
  'registries.conf': 'registries.conf',
  'registries.d': undefined,
  storage: 'storage.conf',
  containers: 'containers.conf',
};
const endings: Readonly<Record<Family, string>> = {
  policy: '',
  'registries.conf': '.conf',
  'registries.d': '.yaml',
  storage: '.conf',
  containers: '.conf',
};

/** The files that decide whether this one is read, if they are there: what a loader looks for beside it. */
export function rivalsOf(uri: string): readonly string[] {
  const place = placeInRoot(uri);
  if (!place) return [];
  const { family, owner, root, dropIn } = place;
  if (dropIn) {
    const folder = family === 'registries.d' ? 'registries' : family === 'registries.conf' ? 'registries.conf' : `${family}.conf`;
    const special = (name: string) => (folder.endsWith('.conf') ? `${folder.slice(0, -5)}.${name}.conf.d` : `${folder}.${name}.d`);
    const higher = owner === 'vendor' ? (['administrator'] as const) : [];
    const same = dropIn.special
      ? []
      : [`${root}${folderOf[owner]}${special('rootful')}/${dropIn.name}`, `${root}${folderOf[owner]}${special('rootless')}/${dropIn.name}`];
    return [...higher.map((one) => `${root}${folderOf[one]}${folder}.d/${dropIn.name}`), ...same];
  }
  const name = mainName[family] ?? '';
  return owner === 'vendor' ? [`${root}${folderOf.administrator}${name}`] : [];
}

/** How a file of a tree is read, given which of its rivals are there. */
export function readingOf(uri: string, present: ReadonlySet<string>, context: Pick<Context, 'policy'>): FileReading | undefined {
  const place = placeInRoot(uri);
  if (!place) return undefined;
  const { family, owner, root, dropIn } = place;
  const reader = readerTitle(context.policy.target);
  const layers = readsLayers(context);
  const short = (other: string) => other.slice(root.length);
  if (dropIn) {
    if (!dropIn.name.endsWith(endings[family]))
      return { state: 'not-read', words: `not read: only files that end with ${endings[family]} are` };
    if (!layers && dropIn.special)
      return { state: 'not-read', words: `not read by ${reader}: folders for rootful and rootless came with containers/image 5.40` };
    if (!layers && owner === 'vendor' && (family === 'registries.conf' || family === 'registries.d'))
      return { state: 'not-read', words: `not read by ${reader}: it reads /etc/containers only` };
    const hider = rivalsOf(uri).find((rival) => present.has(rival) && !/\.root(?:ful|less)\./.test(rival));
    if (hider && layers) return { state: 'hidden', words: `hidden by ${short(hider)}, which has the same name`, by: hider };
    const partly = rivalsOf(uri).find((rival) => present.has(rival) && /\.root(?:ful|less)\./.test(rival));
    if (partly && layers)
      return {
        state: 'hidden',
        words: `hidden by ${short(partly)} for ${partly.includes('.rootful.') ? 'root' : 'users without root'}`,
        by: partly,
      };
    const whom =
      dropIn.special === 'rootful'
        ? ', for root only'
        : dropIn.special === 'rootless'
          ? `, for ${dropIn.uid ? `the user ${dropIn.uid}` : 'users without root'} only`
          : '';
    return { state: 'read', words: `read${whom}` };
  }
  if (owner === 'vendor') {
    if (!layers && (family === 'policy' || family === 'registries.conf'))
      return { state: 'not-read', words: `not read by ${reader}: it looks in /etc/containers and the home folder` };
    const hider = rivalsOf(uri).find((rival) => present.has(rival));
    // Releases before merged storage.conf and containers.conf of both folders.
    if (hider && (layers || family === 'storage')) return { state: 'hidden', words: `hidden by ${short(hider)}`, by: hider };
  }
  return { state: 'read', words: owner === 'user' ? 'read for this user, in place of the system’s' : 'read' };
}
