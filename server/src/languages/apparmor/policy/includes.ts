/** Follows includes through the `Files` port: search path, directories, cycles and budgets. */

import { type Files, isLeftover, resolveUri } from '../../../core';
import { readFeatures, shippedIncludes } from '../../../knowledge';
import { digestOf } from '../syntax/digest';
import { parse } from '../syntax/parser';
import type { Abi, FileName, FileTree, Include } from '../syntax/tree';
import { IncludeFolders, isShippedAbi, type Search } from './includeFolders';
import type { LoadedFile, Resolution } from './loadedFile';

export const isIgnored = (name: string): boolean => name.startsWith('.') || isLeftover(name);

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
  [...digestOf(tree).references].flatMap(({ statement }) => (statement.file && statement.file.path !== '' ? [statement] : []));

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
 * undefined where that is not so. So an edit of a rule costs nothing for the files that its profile takes in.
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
  const folders = new IncludeFolders(uri, search);
  const references = referencesOf(tree);
  const outdated = await folders.isOutdated(references.find(({ kind, file }) => kind === 'abi' && file && isShippedAbi(file))?.file);
  const abis = await folders.abis();
  const root: LoadedFile = { uri, tree, includes: new Map(), ...folders.baseOf(uri), ...(outdated && { outdated }), abis };
  const follower = new Follower(root, search.files, folders, reads);
  await follower.resolveAll(root);
  // What includes the file itself has this very version of it.
  if (!follower.inCircle) followed.set(root, { search, reads: new Set(reads), references });
  return root;
}

/** Opens each file once, as far as the budgets of files and characters reach. */
class Follower {
  /** The root includes itself, by way of others or not. */
  inCircle = false;
  private readonly loaded = new Map<string, LoadedFile>();
  private size = 0;

  constructor(
    private readonly root: LoadedFile,
    private readonly files: Files,
    private readonly folders: IncludeFolders,
    private readonly reads: Set<string>,
  ) {
    this.loaded.set(root.uri, root);
  }

  async resolveAll(file: LoadedFile): Promise<void> {
    for (const statement of referencesOf(file.tree)) {
      const name = statement.file as FileName;
      file.includes.set(statement, await (statement.kind === 'abi' ? this.resolveAbi(name) : this.resolveInclude(statement, name)));
    }
  }

  private async resolveAbi(name: FileName): Promise<Resolution> {
    if (name.form === 'angle' && (name.path === 'kernel' || name.path === 'default')) return { state: 'nothing' };
    const candidates = this.folders.candidatesOf(name);
    for (const candidate of candidates) {
      const target = name.path.endsWith('/') ? `${candidate}/` : candidate;
      this.reads.add(target);
      const text = await this.files.read(target);
      if (text === undefined) continue;
      const features = readFeatures(text);
      return { state: 'nothing', ...(features && { features }) };
    }
    if (await this.someIsSpecial(candidates)) return { state: 'missing', special: true };
    // What such an abi states is known, wherever the file is loaded.
    if (isShippedAbi(name)) return { state: this.folders.onSystem && (await this.folders.lacksAbi(name.path)) ? 'missing' : 'nothing' };
    return this.resolveMissing(name, candidates);
  }

  private async resolveInclude({ ifExists }: Include, name: FileName): Promise<Resolution> {
    const candidates = this.folders.candidatesOf(name);
    for (const candidate of candidates) {
      const files = await this.find(name.path.endsWith('/') ? `${candidate}/` : candidate);
      if (files) return { state: 'found', files };
    }
    if (await this.someIsSpecial(candidates)) return { state: 'missing', special: true };
    if (ifExists) return { state: 'nothing' };
    if (name.form === 'angle' && shippedIncludes().has(name.path.replace(/\/+$/, ''))) return { state: 'unknown' };
    return this.resolveMissing(name, candidates);
  }

  private async resolveMissing(name: FileName, candidates: readonly string[]): Promise<Resolution> {
    return { state: this.root.outdated || (await this.folders.isOutOfSight(name, candidates)) ? 'unknown' : 'missing' };
  }

  private async someIsSpecial(candidates: readonly string[]): Promise<boolean> {
    for (const candidate of candidates) if (await this.folders.isSpecial(candidate)) return true;
    return false;
  }

  /** A file, or the files of a folder; undefined where neither is there. */
  private async find(target: string): Promise<readonly LoadedFile[] | undefined> {
    if (!target.endsWith('/')) {
      const file = await this.open(target);
      if (file) return [file];
    }
    const folder = target.endsWith('/') ? target : `${target}/`;
    const entries = await this.folders.list(folder);
    if (entries.size === 0) return undefined;
    this.reads.add(folder);
    const files: LoadedFile[] = [];
    for (const [name, kind] of entries) {
      if (kind !== 'file' || isIgnored(name)) continue;
      const file = await this.open(resolveUri(folder, name));
      if (file) files.push(file);
    }
    return files;
  }

  private async open(target: string): Promise<LoadedFile | undefined> {
    const known = this.loaded.get(target);
    if (known === this.root) this.inCircle = true;
    if (known) return known;
    this.reads.add(target);
    if (this.loaded.size >= maximumFiles || this.size >= maximumSize) return undefined;
    const text = await this.files.read(target);
    if (text === undefined) return undefined;
    this.size += text.length;
    const file: LoadedFile = { uri: target, tree: treeOf(text), includes: new Map(), ...this.folders.baseOf(target) };
    this.loaded.set(target, file);
    await this.resolveAll(file);
    return file;
  }
}
