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
