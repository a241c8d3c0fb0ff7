import { type Files, resolveUri } from '../../core';
import { cleanPath } from './scope';

/** What is known of the folders in a tree of files: their entries, and where symbolic links among them lead. */
export interface KnownFolders {
  /** By path; null for an entry that is no link. */
  readonly folders: ReadonlyMap<string, ReadonlyMap<string, string | null>>;
}

export const noFolders: KnownFolders = { folders: new Map() };

/** A policy has a handful of paths; a generated one with thousands is not followed folder by folder. */
const most = { folders: 64, links: 40 };

/** Reads the folders on the way to each path, from the root of the tree on. */
export async function foldersOn(
  paths: readonly string[],
  root: string,
  files: Files,
): Promise<KnownFolders & { readonly reads: readonly string[] }> {
  const folders = new Map<string, ReadonlyMap<string, string | null>>();
  const reads: string[] = [];
  if (!files.links) return { folders, reads };
  const read = async (folder: string) => {
    if (folders.has(folder) || folders.size >= most.folders) return;
    const uri = folder === '' ? `${root}/` : resolveUri(`${root}/`, folder.slice(1));
    reads.push(uri);
    const entries = new Map<string, string | null>((await files.list(uri)).map(({ name }) => [name, null]));
    for (const { name, to } of (await files.links?.(uri)) ?? []) entries.set(name, to);
    folders.set(folder, entries);
  };
  for (const path of paths) {
    let left = most.links;
    // Each round knows one folder more, or is the last.
    for (let before = -1; before !== folders.size && left > 0; left--) {
      before = folders.size;
      // What lies in the directory may be a link too.
      const { folder } = resolvedPath(`${path}/*`, { folders });
      if (folder !== undefined) await read(folder);
    }
  }
  return { folders, reads };
}

/** A path after its symbolic links, as far as the folders are known. */
export interface ResolvedPath {
  readonly path: string;
  /** The links that were followed. */
  readonly followed: readonly string[];
  /** The first folder on the way that is not known; what lies in it may be a link. */
  readonly folder?: string;
  /** The first name that is not there: it may be a link on the machine that the files are for. */
  readonly missing?: string;
}

/** As `filepath.EvalSymlinks` does, in a tree whose root counts as `/`. */
export function resolvedPath(path: string, { folders }: KnownFolders): ResolvedPath {
  const left = cleanPath(path).split('/').filter(Boolean);
  const followed: string[] = [];
  let done = '';
  while (left.length) {
    const entries = folders.get(done);
    const name = left.shift() as string;
    const rest = cleanPath(`${done}/${[name, ...left].join('/')}`);
    if (!entries) return { path: rest, followed, folder: done };
    const to = entries.get(name);
    if (to === undefined) return { path: rest, followed, missing: `${done}/${name}` };
    if (to === null) {
      done = `${done}/${name}`;
      continue;
    }
    followed.push(`${done}/${name}`);
    if (followed.length > most.links) return { path: rest, followed, missing: `${done}/${name}` };
    const target = cleanPath(to.startsWith('/') ? to : `${done}/${to}`);
    left.unshift(...target.split('/').filter(Boolean));
    done = '';
  }
  return { path: done || '/', followed };
}
