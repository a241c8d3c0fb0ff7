import type { ClientCapabilities, Connection, InitializeParams } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { type Context, type Fact, type Files, resolveUri, type WorkingFolder, workLimits } from '../core';
import {
  contextMaker,
  loadForSettings,
  ownsStructure,
  policyFolderOf,
  type Settings,
  type WorkspaceIndex,
  workspaceIndex,
} from '../service';
import { createDocuments, type Documents, withOpenTexts } from './documents';
import { type FolderSettings, folderSettings } from './folderSettings';
import { type Heartbeat, noHeartbeat, sentHeartbeat } from './heartbeat';
import { readAgainNotification, workingNotification } from './protocol/heartbeat';
import type { InitializationOptions, Neighbours } from './protocol/start';
import type { FileParams } from './protocol/text';
import { remoteFiles } from './remoteFiles';
import { createReports, type KeepReport, type Reports } from './reports';
import { createScheduler, type Scheduler } from './scheduler';
import { type RunProgram, type SecondOpinion, secondOpinion } from './secondOpinion';
import { withheldFiles } from './withheld';

/** What every handler works with: the open documents, the settings in force, the workspace. */
export interface Session {
  readonly connection: Connection;
  readonly client: ClientCapabilities;
  /** Commands that the client carries out itself. */
  readonly clientCommands: ReadonlySet<string>;
  readonly reports: Reports;
  readonly documents: Documents;
  readonly files: Files;
  readonly heartbeat: Heartbeat;
  readonly scheduler: Scheduler;
  /** Called with each text before it is worked on; false where it is left out. */
  begin(uri: string, text: string): boolean;
  readonly index: WorkspaceIndex;
  /** Absent where no program may be run. */
  readonly opinion: SecondOpinion | undefined;
  /** Closed files whose findings a check of the workspace has published. */
  readonly published: Set<string>;
  /** Workspace folders, URIs without a slash at the end. */
  folders(): readonly string[];
  setFolders(added: readonly string[], removed: readonly string[]): void;
  readonly settings: FolderSettings;
  context(uri: string, languageId: string): Context;
  includeFolders(uri: string): readonly string[];
  workingFolder(uri: string): WorkingFolder | undefined;
  /** The workspace has been read; settled anew after a change of its folders. */
  readonly scanned: Promise<void>;
  scan(): Promise<void>;
  /** `scanned`, or as long as an answer can wait for it: who uses a file is known then. */
  ready(): Promise<void>;
  /** Closed files whose names are being read from disk again. */
  readonly restoring: Set<Promise<void>>;
  setNeighbours(neighbours: Neighbours): void;
  /** Writes into the log what failed: an error of ours, which costs one answer and nothing else. */
  complain(where: string, error: unknown): void;
  /** Awaits a request whose refusal costs what it was for and nothing else; the log says so. An unheard refusal would end the process. */
  unlessRefused(request: Promise<unknown>): void;
  /** Asks the client for the configuration, or takes what it sent. */
  configure(sent?: unknown): Promise<void>;
  /** Settled as soon as the configuration is known; handlers wait for it. */
  readonly configured: Promise<void>;
}

/** The disk, as far as it lies below folders, which are asked for anew each time. */
export type Disk = (roots: () => readonly string[]) => Files;

/** Milliseconds that an answer waits for the workspace. */
const patience = 5_000;

/** What the server has of the machine that it runs on. */
export interface ServerMachine {
  /** Absent where the client has to read files for the server. */
  readonly disk?: Disk;
  /** Absent where there are no programs. */
  readonly run?: RunProgram;
  readonly keepReport?: KeepReport;
  readonly heartbeat?: Heartbeat;
}

export function createSession(connection: Connection, params: InitializeParams, edge: ServerMachine): Session {
  const { disk, run } = edge;
  const options = (params.initializationOptions ?? {}) as InitializationOptions & { settings?: unknown };
  const client = params.capabilities;
  const makeContext = contextMaker();
  const noFacts: readonly Fact[] = [];
  const warn = (error: unknown) =>
    connection.console.warn(`The editor refused a request: ${error instanceof Error ? error.message : error}`);
  const complain: Session['complain'] = (where, error) =>
    connection.console.error(`${where}: ${error instanceof Error ? error.stack : error}`);
  const tell = (method: string, uri: string) => void connection.sendNotification(method, { uri } satisfies FileParams);
  const heartbeat =
    edge.heartbeat ??
    (options.hearsBeats ? sentHeartbeat((file) => void connection.sendNotification(workingNotification, file)) : noHeartbeat);
  const withheld = withheldFiles(options.leftOut ?? [], (uri) => tell(readAgainNotification, uri));
  const begin = (uri: string, text: string): boolean => {
    const version = documents.text(uri)?.version;
    if (text.length > workLimits.text || withheld.includes(uri, text, version)) return false;
    heartbeat.working({ uri, version });
    return true;
  };
  const scheduler = createScheduler();
  let neighbours = options.neighbours ?? { json: false, yaml: false };
  let folders = foldersOf(params).map(withoutSlash);
  let settle: () => void = () => {};
  const configured = new Promise<void>((resolve) => {
    settle = resolve;
  });

  const trusted = options.trusted !== false;
  const includeFolders = (uri: string) => includePath(uri, folders, settings.of(uri), trusted);
  const judged = () => [...(folders.length > 0 ? folders : ['']), ...documents.uris()];
  const outside = () => (trusted ? judged().flatMap((uri) => foldersOfSystem(folders, settings.of(uri))) : []);
  const base = disk && !options.readsByClient ? disk(() => [...folders, ...outside()]) : remoteFiles(connection, outside);
  const files = withOpenTexts(base, (uri) => documents.text(uri));
  const settings = folderSettings(
    files,
    () => folders,
    trusted,
    (problem) => connection.console.warn(problem),
    begin,
  );
  const index = workspaceIndex(files, {
    context: () => makeContext(settings.of(folders[0] ?? ''), noFacts, true),
    onFault: (uri, error) => complain(uri, error),
    begin,
    work: (run) => scheduler.work('workspace', run),
  });
  const context = (uri: string, languageId: string) => {
    const own = settings.of(uri);
    return makeContext(own, index.facts(), ownsStructure(languageId, neighbours, own.structure));
  };
  const workingFolder = (uri: string) => workingFolderOf(uri, folders);
  const documents = createDocuments({
    files,
    context,
    prepare: settings.learn,
    includeFolders,
    workingFolder,
    now: Date.now,
    begin,
    work: scheduler.work,
  });
  let firstScan: () => void = () => {};
  let scanned = new Promise<void>((resolve) => {
    firstScan = resolve;
  });

  /** By workspace folder, where the client distinguishes them. */
  async function editorSettings(sent: unknown): Promise<ReadonlyMap<string, unknown>> {
    if (!client.workspace?.configuration) return new Map([['', sent ?? options.settings]]);
    const scopes = ['', ...folders];
    const items = scopes.map((folder) => ({ section: 'confine', ...(folder && { scopeUri: folder }) }));
    const answers: unknown = await connection.workspace.getConfiguration(items).catch(warn);
    return new Map(scopes.map((folder, i) => [folder, Array.isArray(answers) ? answers[i] : undefined]));
  }

  return {
    connection,
    client,
    clientCommands: new Set(options.commands),
    reports: createReports(client, edge.keepReport),
    documents,
    files,
    heartbeat,
    scheduler,
    begin,
    index,
    opinion: run && trusted ? secondOpinion(run, (message) => connection.console.warn(message)) : undefined,
    published: new Set(),
    restoring: new Set(),
    folders: () => folders,
    setFolders(added, removed) {
      folders = [...folders.filter((uri) => !removed.map(withoutSlash).includes(uri)), ...added.map(withoutSlash)];
    },
    settings,
    context,
    includeFolders,
    workingFolder,
    get scanned() {
      return scanned;
    },
    scan() {
      scanned = index.scan(folders).finally(firstScan);
      return scanned;
    },
    ready: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, patience);
        const done = () => {
          clearTimeout(timer);
          resolve();
        };
        scanned.then(done, done);
      }),
    setNeighbours(now) {
      neighbours = now;
    },
    complain,
    unlessRefused: (request) => void request.catch(warn),
    async configure(sent) {
      const editor = await editorSettings(sent);
      await Promise.all([...editor.values()].map(loadForSettings));
      settings.setEditor(editor);
      await Promise.all(folders.map(settings.learn));
      settle();
    },
    configured,
  };
}

/** Older clients have one folder, which they call the root. */
const foldersOf = ({ workspaceFolders, rootUri }: InitializeParams): readonly string[] =>
  workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);

const withoutSlash = (uri: string): string => uri.replace(/\/$/, '');

/**
 * Where AppArmor's `<…>` is looked for: the folders of the setting, else the `apparmor.d` that the file lies in, the
 * places in the workspace where one usually is, and the system's own where the workspace is trusted.
 */
function includePath(uri: string, folders: readonly string[], settings: Settings, trusted: boolean): readonly string[] {
  const configured = configuredFolders(folders, settings).filter((folder) => trusted || isBelow(folder, folders));
  if (configured.length) return configured;
  const around = policyFolderOf(uri);
  const inside = around && isBelow(around, folders) ? [around] : [];
  const usual = folders.flatMap((folder) => [folder, `${folder}/apparmor.d`, `${folder}/etc/apparmor.d`]);
  return [...inside, ...usual, ...(trusted ? foldersOfSystem(folders, settings) : [])];
}

/** What may be read beside the workspace in trust, also through a link: the folders of the setting, else the system's own. */
function foldersOfSystem(folders: readonly string[], settings: Settings): readonly string[] {
  const configured = configuredFolders(folders, settings);
  return configured.length ? configured : ['file:///etc/apparmor.d'];
}

function configuredFolders(folders: readonly string[], settings: Settings): readonly string[] {
  const onWindows = folders.some((folder) => /^file:\/\/\/[a-z](?:%3A|:)\//i.test(folder));
  return settings.includeFolders.flatMap((folder) => {
    const written = onWindows || /^[a-z]:\\/i.test(folder) ? folder.replaceAll('\\', '/') : folder;
    if (/^(?:[a-z]:)?\//i.test(written)) return [withoutSlash(URI.file(written).toString())];
    return folders.map((root) => withoutSlash(resolveUri(`${root}/`, written)));
  });
}

const isBelow = (uri: string, folders: readonly string[]): boolean =>
  folders.some((folder) => uri === folder || uri.startsWith(`${folder}/`));

/**
 * The workspace folder of the file: who works on a collection of profiles loads and checks it from its root. On the host it
 * may be another, since apparmor_parser counts from wherever it was started; so it is never certain.
 */
function workingFolderOf(uri: string, folders: readonly string[]): WorkingFolder | undefined {
  const around = folders.filter((folder) => uri.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length)[0];
  return around === undefined ? undefined : { uri: around, certain: false };
}
