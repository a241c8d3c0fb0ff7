/** Follows includes through the `Files` port: search path, directories, cycles and budgets. */

import { baseName, type Files, isLeftover, resolveUri, type WorkingFolder } from '../../../core';
import { shippedAbis, shippedIncludes } from '../../../knowledge';
import { digestOf } from '../syntax/digest';
import { parse } from '../syntax/parser';
import type { Abi, FileName, FileTree, Include } from '../syntax/tree';
import type { LoadedFile, Resolution } from './loadedFile';

export interface Search {
  readonly files: Files;
  /** Folders for `<…>`, in order. */
  readonly folders: readonly string[];
  /** What other relative names count from. */
  readonly workingFolder?: WorkingFolder;
}

export const isIgnored = (name: string): boolean => name.startsWith('.') || isLeftover(name);

const withoutSlash = (folder: string): string => folder.replace(/\/$/, '');

/** What a system has of its own. Only of files in there it says what they lack. */
const systemFolder = 'file:///etc/apparmor.d';

const isSystem = (folder: string): boolean => withoutSlash(folder) === systemFolder;

/**
 * Whether a name is that of a file which no collection of profiles holds: packages make `local/` when they are installed (dh_apparmor),
 * and programs write below `/var` and `/run` while they run (snapd).
 */
const madeElsewhere = ({ form, path }: FileName, onSystem: boolean): boolean =>
  form === 'angle' ? path.startsWith('local/') && !onSystem : /^\/(?:var|run|usr|opt|snap)\//.test(path);

const maximumFiles = 2000;
const maximumSize = 8 * 1024 * 1024;
const keptTrees = 600;

const trees = new Map<string, FileTree>();

/** The tree of an included text; kept by content, since every profile includes the same few files. */
function treeOf(text: string): FileTree {
  const known = trees.get(text);
  if (known) {
    trees.delete(text);
    trees.set(text, known);
    return known;
  }
  const tree = parse(text);
  trees.set(text, tree);
  if (trees.size > keptTrees) trees.delete(trees.keys().next().value as string);
  return tree;
}

/** How a file's includes were followed: what must be the same for the next version to lead to the same files. */
interface Followed {
  readonly search: Search;
  readonly reads: ReadonlySet<string>;
  readonly references: readonly (Include | Abi)[];
}

const followed = new WeakMap<LoadedFile, Followed>();

const referencesOf = (tree: FileTree): readonly (Include | Abi)[] =>
  digestOf(tree).references.flatMap(({ statement }) => (statement.file && statement.file.path !== '' ? [statement] : []));

const saysSame = (one: Include | Abi, other: Include | Abi): boolean =>
  one === other ||
  (one.kind === other.kind &&
    one.file?.form === other.file?.form &&
    one.file?.path === other.file?.path &&
    (one.kind === 'include' && one.ifExists) === (other.kind === 'include' && other.ifExists));

const searchesSame = (one: Search, other: Search): boolean =>
  one.files === other.files &&
  one.workingFolder?.uri === other.workingFolder?.uri &&
  one.workingFolder?.certain === other.workingFolder?.certain &&
  one.folders.length === other.folders.length &&
  one.folders.every((folder, i) => folder === other.folders[i]);

/**
 * The same without reading anything, for a version that includes what the version before included, as long as the files are as they were;
 * undefined where that does not hold. So an edit of a rule costs nothing for the files that its profile takes in.
 */
export function followedBefore(
  before: LoadedFile,
  uri: string,
  tree: FileTree,
  search: Search,
  reads: Set<string>,
): LoadedFile | undefined {
  const known = followed.get(before);
  const references = referencesOf(tree);
  if (!known || before.uri !== uri || !searchesSame(known.search, search) || known.references.length !== references.length)
    return undefined;
  const root: LoadedFile = { ...before, tree, includes: new Map() };
  for (const [i, statement] of references.entries()) {
    const old = known.references[i] as Include | Abi;
    const resolution = before.includes.get(old);
    if (!resolution || !saysSame(old, statement)) return undefined;
    root.includes.set(statement, resolution);
  }
  for (const one of known.reads) reads.add(one);
  followed.set(root, { ...known, search, references });
  return root;
}

/** Follows all includes of a tree. `reads` gathers every URI that was looked for. */
export async function follow(uri: string, tree: FileTree, search: Search, reads: Set<string>): Promise<LoadedFile> {
  const loaded = new Map<string, LoadedFile>();
  const listings = new Map<string, ReadonlyMap<string, string>>();
  let size = 0;
  let inCircle = false;

  const list = async (folder: string) => {
    const known = listings.get(folder);
    if (known) return known;
    const entries = new Map((await search.files.list(folder)).map((entry) => [entry.name, entry.kind]));
    listings.set(folder, entries);
    return entries;
  };

  const { folders } = search;
  const onSystem = uri.startsWith(`${systemFolder}/`);

  /** Whether a system that can be seen has no such abi. */
  const lacks = async (abi: string): Promise<boolean> =>
    !(await list(`${systemFolder}/abi/`)).has(baseName(abi)) && (await list(`${systemFolder}/`)).size > 0;

  /** Whether the files come from a system that is older than the abi of a file which is written for another. */
  const isOutdated = async (): Promise<boolean> => {
    const stated = referencesOf(tree).find(({ kind, file }) => kind === 'abi' && file?.form === 'angle' && shippedAbis().has(file.path));
    const others = folders.filter((folder) => !isSystem(folder));
    if (onSystem || !stated?.file || others.length === folders.length || !(await lacks(stated.file.path))) return false;
    for (const folder of others) if ((await list(`${withoutSlash(folder)}/abi/`)).has(baseName(stated.file.path))) return false;
    return true;
  };

  /** What a file lies in of the folders for `<…>`. */
  const baseOf = (target: string) => {
    const base = folders.find((folder) => target.startsWith(`${withoutSlash(folder)}/`));
    return base === undefined ? {} : { base };
  };

  /** Whether it is there, and apparmor_parser cannot open it or waits for ever. */
  const isSpecial = async (target: string): Promise<boolean> =>
    (await list(target.slice(0, target.lastIndexOf('/') + 1))).get(baseName(target)) === 'special';

  /** True when the nearest visible folder above shows that nothing of that name is there. */
  const provenAbsent = async (target: string): Promise<boolean> => {
    for (let path = target.replace(/\/+$/, ''); ; ) {
      const parent = path.slice(0, path.lastIndexOf('/'));
      if (!parent.includes('://') || parent.endsWith(':/')) return false;
      const entries = await list(`${parent}/`);
      if (entries.size > 0) return !entries.has(baseName(path));
      if (parent === path) return false;
      path = parent;
    }
  };

  /** Whether only some of the abstractions or tunables can be seen, as in a package's or a collection's own folder. */
  const isPartial = async (path: string): Promise<boolean> => {
    const [, kind] = /^\/*(abstractions|tunables)\//.exec(path) ?? [];
    if (kind === undefined) return false;
    const always = kind === 'tunables' ? 'global' : 'base';
    for (const folder of folders) if ((await list(`${withoutSlash(folder)}/${kind}/`)).has(always)) return false;
    return true;
  };

  const open = async (target: string): Promise<LoadedFile | undefined> => {
    const known = loaded.get(target);
    if (known === root) inCircle = true;
    if (known) return known;
    reads.add(target);
    if (loaded.size >= maximumFiles || size >= maximumSize) return undefined;
    const text = await search.files.read(target);
    if (text === undefined) return undefined;
    size += text.length;
    const file: LoadedFile = { uri: target, tree: treeOf(text), includes: new Map(), ...baseOf(target) };
    loaded.set(target, file);
    await resolveAll(file);
    return file;
  };

  const find = async (target: string): Promise<readonly LoadedFile[] | undefined> => {
    if (!target.endsWith('/')) {
      const file = await open(target);
      if (file) return [file];
    }
    const folder = target.endsWith('/') ? target : `${target}/`;
    const entries = await list(folder);
    if (entries.size === 0) return undefined;
    reads.add(folder);
    const files: LoadedFile[] = [];
    for (const [name, kind] of entries) {
      if (kind !== 'file' || isIgnored(name)) continue;
      const file = await open(resolveUri(folder, name));
      if (file) files.push(file);
    }
    return files;
  };

  const candidatesOf = (name: FileName): readonly string[] => {
    if (name.form === 'angle') return folders.map((folder) => resolveUri(`${withoutSlash(folder)}/`, name.path.replace(/^\/+/, '')));
    if (name.path.startsWith('/')) return [resolveUri(uri, name.path)];
    const base = search.workingFolder;
    return base === undefined ? [] : [resolveUri(base.uri.endsWith('/') ? base.uri : `${base.uri}/`, name.path)];
  };

  const resolve = async (statement: Include | Abi, name: FileName): Promise<Resolution> => {
    const optional = statement.kind === 'include' && statement.ifExists;
    if (statement.kind === 'abi' && name.form === 'angle' && (name.path === 'kernel' || name.path === 'default'))
      return { state: 'nothing' };
    const candidates = candidatesOf(name);
    for (const candidate of candidates) {
      const target = name.path.endsWith('/') ? `${candidate}/` : candidate;
      if (statement.kind === 'abi') {
        reads.add(target);
        if ((await search.files.read(target)) !== undefined) return { state: 'nothing' };
        continue;
      }
      const files = await find(target);
      if (files) return { state: 'found', files };
    }
    for (const candidate of candidates) if (await isSpecial(candidate)) return { state: 'missing', special: true };
    if (optional) return { state: 'nothing' };
    if (name.form === 'angle') {
      const path = name.path.replace(/\/+$/, '');
      // What these state is known, wherever the file is loaded.
      if (statement.kind === 'abi' && shippedAbis().has(path)) return { state: onSystem && (await lacks(path)) ? 'missing' : 'nothing' };
      if (statement.kind === 'include' && shippedIncludes().has(path)) return { state: 'unknown' };
    }
    if (root.outdated || madeElsewhere(name, onSystem)) return { state: 'unknown' };
    const guessed = name.form !== 'angle' && !name.path.startsWith('/') && !search.workingFolder?.certain;
    if (candidates.length === 0 || guessed || (name.form === 'angle' && (await isPartial(name.path)))) return { state: 'unknown' };
    for (const candidate of candidates) if (!(await provenAbsent(candidate))) return { state: 'unknown' };
    return { state: 'missing' };
  };

  const resolveAll = async (file: LoadedFile) => {
    for (const statement of referencesOf(file.tree)) file.includes.set(statement, await resolve(statement, statement.file as FileName));
  };

  const outdated = await isOutdated();
  const root: LoadedFile = { uri, tree, includes: new Map(), ...baseOf(uri), ...(outdated && { outdated }) };
  loaded.set(uri, root);
  await resolveAll(root);
  // What includes the file itself holds this very version of it.
  if (!inCircle) followed.set(root, { search, reads: new Set(reads), references: referencesOf(tree) });
  return root;
}
