import { type Files, resolveUri } from '../../../core';
import { stringOf, type Tree } from '../../../tree';
import { valueAt } from './fields';

/** A file below CRI-O's `decryption_keys_path` that is text. What cannot be read as text may well be a key in DER or of GPG. */
export interface KeyFile {
  readonly uri: string;
  /** Below the folder. */
  readonly name: string;
  readonly problem?: 'password' | 'unknown';
}

const defaultFolder = '/etc/crio/keys/';

export const decryptionFolder = (tree: Tree): string => stringOf(valueAt(tree, 'crio', 'runtime', 'decryption_keys_path')) ?? defaultFolder;

/** A node has a handful of keys; a folder that is something else is not read through. */
const most = { files: 64, depth: 4 };

/** The files below the folder as it is in the tree of files below `root`. */
export async function keyFilesBelow(
  folder: string,
  root: string | undefined,
  files: Files,
): Promise<{ readonly keys: readonly KeyFile[]; readonly reads: readonly string[] }> {
  const keys: KeyFile[] = [];
  const reads: string[] = [];
  if (root === undefined || !folder.startsWith('/') || folder === '/') return { keys, reads };
  const top = resolveUri(`${root}/`, folder.slice(1));
  let open = [''];
  for (let depth = 0; open.length && depth < most.depth; depth++) {
    const next: string[] = [];
    for (const below of open) {
      for (const { name, kind } of await files.list(below ? resolveUri(`${top}/`, below) : top)) {
        const path = below ? `${below}/${name}` : name;
        if (kind === 'folder') next.push(path);
        else if (reads.length < most.files) {
          const uri = resolveUri(`${top}/`, path);
          reads.push(uri);
          const problem = problemOf(await files.read(uri));
          keys.push({ uri, name: path, ...(problem && { problem }) });
        }
      }
    }
    open = next;
  }
  return { keys, reads };
}

/** Sorts a file as ocicrypt does (`SortDecryptionKeys`), as far as text can tell. */
function problemOf(text: string | undefined): KeyFile['problem'] {
  if (text === undefined || text.includes('\ufffd')) return undefined;
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) return 'password';
  return /-----BEGIN (?:[A-Z ]*PRIVATE KEY|CERTIFICATE)-----/.test(text) || /^\s*\{[\s\S]*"kty"\s*:/.test(text) ? undefined : 'unknown';
}
