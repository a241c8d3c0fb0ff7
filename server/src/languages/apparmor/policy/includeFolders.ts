/** What can be seen of the folders that includes lead to: whether a name is there, or certainly is not. */

import { baseName, type Files, resolveUri, type WorkingFolder } from '../../../core';
import { shippedAbis } from '../../../knowledge';
import type { FileName } from '../syntax/tree';

export interface Search {
  readonly files: Files;
  /** Folders for `<…>`, in order. */
  readonly folders: readonly string[];
  /** What other relative names count from. */
  readonly workingFolder?: WorkingFolder;
}

const withoutSlash = (folder: string): string => folder.replace(/\/$/, '');

/** What a system has of its own. Only of files in there it says what is missing in them. */
const systemFolder = 'file:///etc/apparmor.d';

/** Each folder is listed once. `uri` is the file whose includes are followed. */
export class IncludeFolders {
  readonly onSystem: boolean;
  private readonly listings = new Map<string, ReadonlyMap<string, string>>();

  constructor(
    private readonly uri: string,
    private readonly search: Search,
  ) {
    this.onSystem = uri.startsWith(`${systemFolder}/`);
  }

  async list(folder: string): Promise<ReadonlyMap<string, string>> {
    const known = this.listings.get(folder);
    if (known) return known;
    const entries = new Map((await this.search.files.list(folder)).map((entry) => [entry.name, entry.kind]));
    this.listings.set(folder, entries);
    return entries;
  }

  /** Which of the folders for `<…>` a file is in. */
  baseOf(target: string): { readonly base?: string } {
    const base = this.search.folders.find((folder) => target.startsWith(`${withoutSlash(folder)}/`));
    return base === undefined ? {} : { base };
  }

  /** Where a name may lead, in the order in which apparmor_parser looks. */
  candidatesOf({ form, path }: FileName): readonly string[] {
    const { folders, workingFolder } = this.search;
    if (form === 'angle') return folders.map((folder) => resolveUri(`${withoutSlash(folder)}/`, path.replace(/^\/+/, '')));
    if (path.startsWith('/')) return [resolveUri(this.uri, path)];
    if (!workingFolder) return [];
    return [resolveUri(workingFolder.uri.endsWith('/') ? workingFolder.uri : `${workingFolder.uri}/`, path)];
  }

  /** The names of the abi files in the folders for `<…>`. */
  async abis(): Promise<readonly string[]> {
    const names = new Set<string>();
    for (const folder of this.search.folders)
      for (const [name, kind] of await this.list(`${withoutSlash(folder)}/abi/`)) if (kind === 'file') names.add(name);
    return [...names];
  }

  /** Whether a system that can be seen has no such abi. */
  async lacksAbi(path: string): Promise<boolean> {
    return !(await this.list(`${systemFolder}/abi/`)).has(baseName(path)) && (await this.list(`${systemFolder}/`)).size > 0;
  }

  /** Whether the files come from a system that is older than the abi of a file which is written for another. */
  async isOutdated(stated: FileName | undefined): Promise<boolean> {
    const others = this.search.folders.filter((folder) => withoutSlash(folder) !== systemFolder);
    if (this.onSystem || !stated || others.length === this.search.folders.length || !(await this.lacksAbi(stated.path))) return false;
    return !(await this.someHas(others, 'abi', baseName(stated.path)));
  }

  /** Whether it is there, and apparmor_parser cannot open it or waits for ever. */
  async isSpecial(target: string): Promise<boolean> {
    return (await this.list(target.slice(0, target.lastIndexOf('/') + 1))).get(baseName(target)) === 'special';
  }

  /** True when the nearest visible folder above shows that nothing of that name is there. */
  async provenAbsent(target: string): Promise<boolean> {
    for (let path = target.replace(/\/+$/, ''); ; ) {
      const parent = path.slice(0, path.lastIndexOf('/'));
      if (!parent.includes('://') || parent.endsWith(':/')) return false;
      const entries = await this.list(`${parent}/`);
      if (entries.size > 0) return !entries.has(baseName(path));
      path = parent;
    }
  }

  /** Whether a name that leads nowhere proves nothing: too little can be seen of the folders that it may be in. */
  async isOutOfSight(name: FileName, candidates: readonly string[]): Promise<boolean> {
    const { form, path } = name;
    if (candidates.length === 0 || this.isMadeElsewhere(name)) return true;
    if (form === 'angle' ? await this.isPartial(path) : !path.startsWith('/') && !this.search.workingFolder?.certain) return true;
    for (const candidate of candidates) if (!(await this.provenAbsent(candidate))) return true;
    return false;
  }

  /**
   * Whether a name is that of a file which is in no collection of profiles: packages make `local/` when they are installed (dh_apparmor),
   * and programs write below `/var` and `/run` while they run (snapd).
   */
  private isMadeElsewhere({ form, path }: FileName): boolean {
    return form === 'angle' ? path.startsWith('local/') && !this.onSystem : /^\/(?:var|run|usr|opt|snap)\//.test(path);
  }

  /** Whether only some of the abstractions or tunables can be seen, as in a package's or a collection's own folder. */
  private async isPartial(path: string): Promise<boolean> {
    const [, kind] = /^\/*(abstractions|tunables)\//.exec(path) ?? [];
    return kind !== undefined && !(await this.someHas(this.search.folders, kind, kind === 'tunables' ? 'global' : 'base'));
  }

  private async someHas(folders: readonly string[], below: string, name: string): Promise<boolean> {
    for (const folder of folders) if ((await this.list(`${withoutSlash(folder)}/${below}/`)).has(name)) return true;
    return false;
  }
}

/** The abi that a file states, of those that AppArmor ships. */
export const isShippedAbi = ({ form, path }: FileName): boolean => form === 'angle' && shippedAbis().has(path.replace(/\/+$/, ''));
