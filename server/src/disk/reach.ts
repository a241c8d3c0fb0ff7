/** The disk as the port that languages read through, bounded by folders: nothing outside of them is opened, whatever a link says. */

import type { Dirent } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Entry, Files } from '../core';
import { bytesOf, nameOf, pathOfUri } from './names';
import { type DiskReader, readText } from './read';

/**
 * `roots` are URIs of folders, asked for anew each time. Unreadable is missing. Outside of them only the names in the root folder of the file
 * system can be listed: they show that a file below a folder of no system, such as `/no-such/file`, does not exist.
 */
export function filesBelow(roots: () => readonly string[], readFile: DiskReader = readText): Files {
  const reach = reachOf(roots);
  return {
    async read(uri) {
      const reached = await reach(uri);
      if (typeof reached === 'string') return undefined;
      const answer = await readFile(reached.path, { follow: false });
      return 'text' in answer ? answer.text : undefined;
    },
    async list(uri) {
      const reached = isRootFolder(uri) ? { path: '/' } : await reach(uri);
      if (typeof reached === 'string') return [];
      const found = await entriesOf(reached.path).catch(() => []);
      const entries = found.map(async (entry): Promise<Entry | undefined> => {
        const name = nameOf(entry.name);
        const kind = await kindOf(entry, () => reach(uri, name));
        return kind && { name, kind };
      });
      return (await Promise.all(entries)).filter((entry) => entry !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async links(uri) {
      const reached = isRootFolder(uri) ? { path: '/' } : await reach(uri);
      if (typeof reached === 'string') return [];
      const found = await entriesOf(reached.path).catch(() => []);
      const links = found.map(async (entry) => {
        const name = nameOf(entry.name);
        const to = entry.isSymbolicLink() ? await targetOf(path.join(reached.path, name)) : undefined;
        return to === undefined ? [] : [{ name, to }];
      });
      return (await Promise.all(links)).flat();
    },
  };
}

const targetOf = (link: string): Promise<string | undefined> =>
  readlink(bytesOf(link), { encoding: 'buffer' }).then(nameOf, () => undefined);

const isRootFolder = (uri: string): boolean => path.sep === '/' && pathOfUri(uri) === '/';

/** The entries of a folder, with the bytes of their names. */
export const entriesOf = (folder: string): Promise<Dirent<Buffer>[]> =>
  readdir(bytesOf(folder), { withFileTypes: true, encoding: 'buffer' }) as unknown as Promise<Dirent<Buffer>[]>;

type Reached = { readonly path: string } | 'outside' | 'missing';
type Reach = (uri: string, name?: string) => Promise<Reached>;

/** The path without links of what a URI names (with `name`: of that entry in the folder), if both lie below a root. */
function reachOf(roots: () => readonly string[]): Reach {
  /** Roots are few and stay; where they lead is asked once for each. */
  const actualRoots = new Map<string, string>();
  const actualRoot = async (root: string) => {
    const known = actualRoots.get(root);
    if (known !== undefined) return known;
    const actual = await realName(root);
    if (actual !== undefined) actualRoots.set(root, actual);
    return actual;
  };
  return async (uri, name) => {
    const folder = pathOfUri(uri);
    if (folder === undefined) return 'outside';
    const file = path.resolve(name === undefined ? folder : path.join(folder, name));
    const named = roots().flatMap((root) => pathOfUri(root) ?? []);
    if (!named.some((root) => isBelow(file, root))) return 'outside';
    const actual = await realName(file);
    if (actual === undefined) return 'missing';
    for (const root of named) {
      const allowed = await actualRoot(root);
      if (allowed !== undefined && isBelow(actual, allowed)) return { path: actual };
    }
    return 'outside';
  };
}

const realName = async (file: string): Promise<string | undefined> => {
  const bytes = await realpath(bytesOf(file), { encoding: 'buffer' }).catch(() => undefined);
  return bytes && nameOf(bytes);
};

function isBelow(file: string, folder: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!/^\.\.(?:[\\/]|$)/.test(relative) && !path.isAbsolute(relative));
}

/** Links to files are read (local overrides are often links); links to folders are not followed, they may form a ring. */
async function kindOf(entry: Dirent<Buffer>, target: () => Promise<Reached>): Promise<Entry['kind'] | undefined> {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'folder';
  if (entry.isFIFO() || entry.isSocket()) return 'special';
  if (!entry.isSymbolicLink()) return 'unread';
  const reached = await target();
  if (reached === 'missing') return undefined;
  const stats = reached === 'outside' ? undefined : await stat(bytesOf(reached.path)).catch(() => undefined);
  if (!stats) return 'unread';
  return stats.isFile() ? 'file' : stats.isFIFO() || stats.isSocket() ? 'special' : 'unread';
}
