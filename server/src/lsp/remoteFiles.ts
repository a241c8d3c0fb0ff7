import type { Connection } from 'vscode-languageserver';
import type { Entry, Files } from '../core';
import { type FileText, type FoldersOutside, foldersOutsideChanged, listFolderRequest, readFileRequest } from './protocol/files';

/**
 * Files by asking the client, for a server without a disk: in the web, and in virtual workspaces. The client reads in its workspace, and in
 * the folders outside of it that it has been told of before.
 */
export function remoteFiles(connection: Connection, foldersOutside: () => readonly string[]): Files {
  let told = '';
  function tell(): void {
    const folders = [...new Set(foldersOutside())];
    const now = folders.join('\n');
    if (now === told) return;
    told = now;
    void connection.sendNotification(foldersOutsideChanged, { folders } satisfies FoldersOutside);
  }
  return {
    async read(uri) {
      tell();
      const { text } = await connection.sendRequest<FileText>(readFileRequest, { uri });
      return text ?? undefined;
    },
    async list(uri) {
      tell();
      return connection.sendRequest<Entry[]>(listFolderRequest, { uri });
    },
  };
}
