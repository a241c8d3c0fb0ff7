import { wordTable } from '../../core';

/** Where the files of the container tools lie, in a tree of files that represents a machine's. */

/** The files of one kind that a reader looks for. */
export type FileFamily = 'policy' | 'registries.conf' | 'registries.d' | 'storage' | 'containers';

/** Whose files a folder has: the vendor's, the administrator's or a user's. */
export type FolderOwner = 'vendor' | 'administrator' | 'user';

/** The variables that decide which files are read. */
export type ReaderEnvironment = Readonly<Record<string, string>>;

/** A file of the container tools in its tree. */
export interface RootPlace {
  readonly family: FileFamily;
  readonly owner: FolderOwner;
  /** The folder that represents `/`. */
  readonly root: string;
  /** Of a user's file: the folder that has `containers/`, such as `…/home/ann/.config`. */
  readonly home?: string;
  /** Of a drop-in: the folder's special user, and the file's name. */
  readonly dropIn?: { readonly name: string; readonly special?: Special; readonly uid?: string };
}

export type Special = 'rootful' | 'rootless';

/** `/usr/etc` becomes `/etc` on systems that boot from an image. */
const owners: readonly (readonly [FolderOwner, string])[] = [
  ['vendor', '/usr/share/containers/'],
  ['administrator', '/usr/etc/containers/'],
  ['administrator', '/etc/containers/'],
  ['user', '/.config/containers/'],
];

const dropInFolder = /^(registries|registries\.conf|storage\.conf|containers\.conf)\.d\/(?:(\d+)\/)?([^/]+)$/;

const mainFiles: ReadonlyMap<string, FileFamily> = new Map([
  ['policy.json', 'policy'],
  ['registries.conf', 'registries.conf'],
  ['storage.conf', 'storage'],
  ['containers.conf', 'containers'],
]);

/** What a folder of drop-ins is named after. */
const familyOfFolder: Readonly<Record<string, FileFamily>> = wordTable<FileFamily>({
  registries: 'registries.d',
  'registries.conf': 'registries.conf',
  'storage.conf': 'storage',
  'containers.conf': 'containers',
});

/** Where a file lies in a tree of container tools; undefined for any other file. */
export function placeInRoot(uri: string, environment: ReaderEnvironment = {}): RootPlace | undefined {
  const xdg = environment.XDG_CONFIG_HOME?.replace(/\/+$/, '');
  const folders: typeof owners = xdg?.startsWith('/') ? [['user', `${xdg}/containers/`], ...owners] : owners;
  for (const [owner, folder] of folders) {
    const at = uri.lastIndexOf(folder);
    if (at < 0) continue;
    const found = withinFolder(uri.slice(at + folder.length));
    if (!found) continue;
    if (owner !== 'user') return { ...found, owner, root: uri.slice(0, at) };
    const home = uri.slice(0, at + folder.length - '/containers/'.length);
    return {
      ...found,
      owner,
      home,
      root: uri.slice(0, at).replace(/(?:(?:\/var)?\/home\/[^/]+|(?:\/var)?\/root(?:home)?|\/etc\/skel)$/, ''),
    };
  }
  return undefined;
}

function withinFolder(rest: string): Pick<RootPlace, 'family' | 'dropIn'> | undefined {
  const main = mainFiles.get(rest);
  if (main) return { family: main };
  const [, special] = /^(?:registries|storage|containers)\.(rootful|rootless)\./.exec(rest) ?? [];
  const [, folder = '', uid, name] = dropInFolder.exec(special ? rest.replace(`.${special}`, '') : rest) ?? [];
  const family = familyOfFolder[folder];
  if (name === undefined || !family) return undefined;
  return { family, dropIn: { name, ...(special && { special: special as Special }), ...(uid && { uid }) } };
}

/** The ending that a file of a folder needs to be read. */
export const endingOf = (family: FileFamily): string => (family === 'registries.d' ? '.yaml' : '.conf');
