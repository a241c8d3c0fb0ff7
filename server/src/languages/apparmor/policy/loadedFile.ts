import type { AbiFeatures } from '../../../knowledge';
import type { Abi, FileTree, Include } from '../syntax/tree';

/** A file that an include or the user opened, with what its own includes led to. */
export interface LoadedFile {
  readonly uri: string;
  readonly tree: FileTree;
  readonly includes: Map<Include | Abi, Resolution>;
  /** The folder for `<…>` that it lies in. */
  readonly base?: string;
  /** Of the open file: the system that its includes come from is older than the abi it states, so what is not there proves nothing. */
  readonly outdated?: boolean;
  /** Of the open file: names of the abi files in the folders for `<…>`. */
  readonly abis?: readonly string[];
}

export type Resolution =
  /** A file, or the files of a directory in order. */
  | { readonly state: 'found'; readonly files: readonly LoadedFile[] }
  /** Not there: the folders that are searched were seen and do not contain it. `special`: they contain a pipe or socket of that name. */
  | { readonly state: 'missing'; readonly special?: true }
  /** Not found, but the folder it would be in cannot be seen from here. */
  | { readonly state: 'unknown' }
  /** `if exists`, and it does not; or an abi, with the features that its file lists. */
  | { readonly state: 'nothing'; readonly features?: AbiFeatures };
