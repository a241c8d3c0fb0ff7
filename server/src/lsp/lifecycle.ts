/** A connection from its first request to its last: start and stop, texts that are open, settings that change. */

import type { Connection } from 'vscode-languageserver';
import { version } from '../../../package.json';
import { counted } from '../core';
import { capabilitiesFor } from './capabilities';
import { forgetPulls, pusher, refresh } from './features/diagnostics';
import { restoreNames } from './features/names';
import { registerForOwn } from './features/registration';
import { forgetTokens } from './features/semanticTokens';
import { watchWorkspace } from './features/workspace';
import { createOverview, type WorkspaceOverview } from './overview';
import { type Neighbours, neighboursChanged } from './protocol/start';
import { createSession, type ServerMachine, type Session } from './session';

/** What the handlers of one connection share. */
export interface Server {
  state: 'new' | 'running' | 'stopped';
  /** From `initialize` on. */
  session: Session;
  overview: WorkspaceOverview;
  /** Sends the findings of a text; absent where the client requests them. */
  push?: (uri: string) => void;
}

/** Answers the first request and the last. */
export function createServer(connection: Connection, edge: ServerMachine): Server {
  const server = { state: 'new' } as Server;
  connection.onInitialize((params) => {
    const session = createSession(connection, params, edge);
    server.session = session;
    server.overview = createOverview(session);
    if (!params.capabilities.textDocument?.diagnostic) server.push = pusher(session);
    server.state = 'running';
    return { capabilities: capabilitiesFor(session), serverInfo: { name: 'confine', version } };
  });
  connection.onInitialized(async () => {
    await server.session.configure();
    connection.console.info(startLine(server.session));
    watchWorkspace(server.session, {
      refresh: () => refresh(server.session, server.push),
      changed: (uri) => server.overview.touch(uri),
    });
    registerForOwn(server.session);
  });
  connection.onShutdown(() => {
    server.state = 'stopped';
    server.session?.heartbeat.end();
    server.overview?.end();
  });
  return server;
}

/** What a log of a problem needs first: the version, and for what files are judged. */
function startLine({ settings, folders, client }: Session): string {
  const { target, kubernetes, apparmorVersion, policyTarget, preset } = settings.of(folders()[0] ?? '');
  const judged = Object.entries({ target, kubernetes, apparmor: apparmorVersion, policy: policyTarget, preset });
  const words = judged.flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  return `Confine ${version}: ${words.join(', ')}; ${counted(folders().length, 'folder')}${client.textDocument?.diagnostic ? '' : '; findings are pushed'}`;
}

/** Keeps the texts that the editor has open, and sends their findings where the client does not request them. */
export function followTexts(connection: Connection, server: Server): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    server.session.scheduler.arrived(uri);
    server.session.documents.open(uri, languageId, version, text);
    // From now on its findings are pulled; what a check of the workspace reported would be shown beside them.
    if (server.session.published.delete(uri) && !server.push) void connection.sendDiagnostics({ uri, diagnostics: [] });
    void server.session.configured.then(() => server.push?.(uri));
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    server.session.scheduler.arrived(uri);
    server.session.documents.change(uri, version, contentChanges);
    server.overview.touch(uri);
    void server.session.configured.then(() => server.push?.(uri));
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => askLoader(server, uri));
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const { session } = server;
    session.scheduler.arrived();
    session.documents.close(uri);
    server.overview.touch(uri);
    session.opinion?.forget(uri);
    forgetTokens(session, uri);
    forgetPulls(session, uri);
    restoreNames(session, uri);
    if (server.push) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}

/** Asks the program that loads such files what it thinks of the file that was saved. */
async function askLoader({ session, push }: Server, uri: string): Promise<void> {
  await session.configured;
  const snapshot = await session.documents.get(uri);
  if (!snapshot) return;
  const folders = { includeFolders: session.includeFolders(uri), workingFolder: session.workingFolder(uri) };
  if (await session.opinion?.ask(snapshot, session.settings.of(uri), folders)) refresh(session, push);
}

/** Judges all texts again when settings or other extensions change. */
export function followSettings(connection: Connection, server: Server): void {
  connection.onDidChangeConfiguration(async ({ settings }) => {
    await server.session.configure((settings as { confine?: unknown } | undefined)?.confine);
    server.session.documents.forget();
    server.overview.touch();
    refresh(server.session, server.push);
  });
  connection.onNotification(neighboursChanged, (neighbours: Neighbours) => {
    server.session.setNeighbours(neighbours);
    refresh(server.session, server.push);
  });
}
