import type { Connection } from 'vscode-languageserver';
import type { Entry, Files } from '../core';
import { type FileText, listFolderRequest, readFileRequest } from './protocol';

/** Files by asking the client, for a server without a disk: in the web, and in virtual workspaces. */
export function remoteFiles(connection: Connection): Files {
  return {
    async read(uri) {
      const { text } = await connection.sendRequest<FileText>(readFileRequest, { uri });
      return text ?? undefined;
    },
    list: (uri) => connection.sendRequest<Entry[]>(listFolderRequest, { uri }),
  };
}

/** Only what lies below one of the folders is read; the folders are asked for anew each time. */
export function within(files: Files, folders: () => readonly string[]): Files {
  const allowed = (uri: string) =>
    !/(?:^|\/)\.\.(?:\/|$)/.test(uri) &&
    folders().some((folder) => uri === folder || uri.startsWith(folder.endsWith('/') ? folder : `${folder}/`));
  return {
    read: async (uri) => (allowed(uri) ? files.read(uri) : undefined),
    list: async (uri) => (allowed(uri) ? files.list(uri) : []),
  };
}
