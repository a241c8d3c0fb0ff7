import { Disposable, FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FileText,
  type FolderEntry,
  type FoldersOutside,
  foldersOutsideChanged,
  listFolderRequest,
  readFileRequest,
} from '../../server/src/lsp/protocol/files';
import type { FileParams } from '../../server/src/lsp/protocol/text';
import { linkFinder, type PassesLink } from './links';

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
  if (!(await mayRead(uri))) return { text: null };
  try {
    const { size, type } = await workspace.fs.stat(uri);
    if (size > largest || !(type & FileType.File)) return { text: null };
    return { text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
  } catch {
    return { text: null };
  }
}

async function listFolder(uri: Uri): Promise<FolderEntry[]> {
  if (!(await mayRead(uri))) return [];
  try {
    const entries = await workspace.fs.readDirectory(uri);
    return entries
      .filter(([, type]) => type & (FileType.File | FileType.Directory))
      .map(([name, type]): FolderEntry => ({ name, kind: kindOf(type) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** Links to folders are not followed, they may form a ring; links to files only in trust, since nothing tells where they lead. */
function kindOf(type: FileType): FolderEntry['kind'] {
  if (type & FileType.SymbolicLink && (type & FileType.Directory || !workspace.isTrusted)) return 'unread';
  return type & FileType.Directory ? 'folder' : 'file';
}

/** Inside the workspace, where a link may lead out of it only in trust; in a trusted one also inside the folders that the server has named. */
async function mayRead(uri: Uri): Promise<boolean> {
  const inside = (workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  if (workspace.isTrusted) return [...inside, ...outside].some((folder) => isInside(uri, folder));
  const around = inside.find((folder) => isInside(uri, folder));
  return around !== undefined && !(await passesLinkIn(around)(around.path, normalized(uri)));
}

/** By workspace folder. */
const finders = new Map<string, PassesLink>();

function passesLinkIn(folder: Uri): PassesLink {
  const key = folder.toString();
  const finder = finders.get(key) ?? linkFinder(async (path) => (await workspace.fs.stat(folder.with({ path }))).type);
  finders.set(key, finder);
  return finder;
}

/** So that `..` cannot lead out of a folder. */
const normalized = (uri: Uri): string => Uri.joinPath(uri, '.').path;

function isInside(uri: Uri, folder: Uri): boolean {
  if (uri.scheme !== folder.scheme || uri.authority !== folder.authority) return false;
  const path = normalized(uri);
  const root = folder.path.replace(/\/?$/, '/');
  return path === folder.path || path.startsWith(root);
}
