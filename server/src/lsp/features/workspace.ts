import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
} from 'vscode-languageserver';
import { baseName } from '../../core';
import { type ChangedFile, isSearched, settingsFileName } from '../../service';
import type { Session } from '../session';

/** Called when answers about open documents may be others, and with each file that has changed; without a URI, many have. */
interface Listener {
  refresh(): void;
  changed(uri?: string): void;
}

/** Keeps what files say of each other, and what documents read, in step with the workspace. */
export function watchWorkspace(session: Session, { refresh, changed: tellChanged }: Listener): void {
  const { connection, client, documents, index, files } = session;

  async function scan(): Promise<void> {
    const before = index.facts();
    await session.scan();
    if (index.facts() !== before) refresh();
  }

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    let changed = false;
    const settingsFiles = changes.filter(({ uri }) => baseName(uri) === settingsFileName);
    for (const { uri } of settingsFiles) session.settings.forget(uri);
    if (settingsFiles.length > 0) {
      documents.forget();
      changed = true;
    }
    for (const { uri } of changes) if (documents.forget(uri).length) changed = true;
    if (await index.update(textsOf(changes))) changed = true;
    if (settingsFiles.length > 0) tellChanged();
    for (const { uri } of changes) tellChanged(uri);
    if (changed) refresh();
  });

  async function* textsOf(changes: readonly FileEvent[]): AsyncGenerator<ChangedFile> {
    for (const { uri, type } of changes)
      if (isSearched(uri, session.folders())) yield { uri, text: type === FileChangeType.Deleted ? undefined : await files.read(uri) };
  }

  if (client.workspace?.workspaceFolders) {
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      session.setFolders(
        added.map(({ uri }) => uri),
        removed.map(({ uri }) => uri),
      );
      void session
        .configure()
        .then(scan)
        .then(() => tellChanged());
    });
  }
  if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration) {
    const watchers = [
      '**/*.{json,yaml,yml}',
      '**/apparmor.d/**',
      '**/*.{aa,apparmor}',
      '**/{registries,storage,containers,crio}.conf',
      '**/{registries,storage,containers,crio}{,.rootful,.rootless}.conf.d/**',
      // Emacs refuses all patterns for one that has a star within braces.
      '**/{Containerfile,Dockerfile}',
      '**/{Containerfile,Dockerfile}.*',
      '**/*.{container,image,volume}',
    ].map((globPattern) => ({ globPattern }));
    session.unlessRefused(connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
  }
  if (client.workspace?.didChangeConfiguration?.dynamicRegistration) {
    session.unlessRefused(connection.client.register(DidChangeConfigurationNotification.type, { section: 'confine' }));
  }
  void scan();
}
