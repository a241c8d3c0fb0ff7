import { Disposable, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileParams,
  type FileText,
  type FolderEntry,
  type FoldersOutside,
  foldersOutsideChanged,
  listFolderRequest,
  readFileRequest,
} from '../../server/src/lsp/protocol';

/** Larger files are no profiles. */
const largest = 4 * 1024 * 1024;

/** Where the files that AppArmor includes are, by the settings. */
let outside: readonly Uri[] = [];

/** Answers the reads of a server that has no disk, from whatever file system the workspace is in. */
export function answerReads(client: BaseLanguageClient): Disposable {
  return Disposable.from(
    client.onNotification(foldersOutsideChanged, ({ folders }: FoldersOutside) => {
      outside = folders.map((folder) => Uri.parse(folder));
    }),
    client.onRequest(readFileRequest, ({ uri }: FileParams) => readFile(Uri.parse(uri))),
    client.onRequest(listFolderRequest, ({ uri }: FileParams) => listFolder(Uri.parse(uri))),
  );
}

async function readFile(uri: Uri): Promise<FileText> {
  if (!mayRead(uri)) return { text: null };
  try {
    const { size, type } = await workspace.fs.stat(uri);
    if (size > largest || !(type & FileType.File)) return { text: null };
    return { text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
  } catch {
    return { text: null };
  }
}

async function listFolder(uri: Uri): Promise<FolderEntry[]> {
  if (!mayRead(uri)) return [];
  try {
    const entries = await workspace.fs.readDirectory(uri);
    return entries
      .filter(([, type]) => type & (FileType.File | FileType.Directory))
      .map(([name, type]): FolderEntry => ({ name, kind: type & FileType.Directory ? 'folder' : 'file' }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** Inside the workspace; in a trusted one also inside the folders that the server has named. */
function mayRead(uri: Uri): boolean {
  const inside = (workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  return [...inside, ...(workspace.isTrusted ? outside : [])].some((folder) => isInside(uri, folder));
}

function isInside(uri: Uri, folder: Uri): boolean {
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) return false;
  // Normalised, so that `..` cannot lead out of the folder.
  const path = Uri.joinPath(uri, '.').path;
  const root = folder.path.replace(/\/?$/, '/');
  return path === folder.path || path.startsWith(root);
}
