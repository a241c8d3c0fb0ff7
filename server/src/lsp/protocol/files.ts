/** How a server without a disk reads files, and where the server reads outside the workspace. */

/** Server to client. Carries `FileParams`, answers `FileText`. */
export const readFileRequest = 'confine/readFile';

export interface FileText {
  /** Null when the file is missing, too large or outside what may be read. */
  readonly text: string | null;
}

/** Server to client. Carries `FileParams`, answers `FolderEntry[]`, empty when there is no such folder. */
export const listFolderRequest = 'confine/listFolder';

export interface FolderEntry {
  readonly name: string;
  /** `unread`: a link that is not followed. */
  readonly kind: 'file' | 'folder' | 'unread';
}

/** Server to client, a notification before the reads that need it: where files are read outside of the workspace. Carries `FoldersOutside`. */
export const foldersOutsideChanged = 'confine/foldersOutsideChanged';

export interface FoldersOutside {
  /** Of the settings, the editor's and those of `.confine.yaml`; else the system's own. */
  readonly folders: readonly string[];
}
