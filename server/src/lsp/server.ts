import {
  CancellationToken,
  CodeActionKind,
  type Connection,
  ErrorCodes,
  type InitializeResult,
  ResponseError,
  type SemanticTokensClientCapabilities,
  type SemanticTokensOptions,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { version } from '../../../package.json';
import { counted } from '../core';
import { ruleScheme } from './convert';
import { codeActions, fixAllKind, hardenKind, resolveCodeAction } from './features/codeAction';
import { codeLens } from './features/codeLens';
import { executeCommand, serverCommands } from './features/commands';
import { completion, resolveCompletion } from './features/completion';
import { documentDiagnostics, forgetPulls, pusher, refresh } from './features/diagnostics';
import { defaultScheme, defaults, diff, virtualText } from './features/diff';
import { format, formatOnType, signatureHelp } from './features/format';
import { hover } from './features/hover';
import { prepareRename, references, rename, restoreNames, workspaceSymbols } from './features/names';
import { definition, incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/navigation';
import { fromFolderObservation, fromObservation } from './features/observe';
import { overviewItems, workspaceReport } from './features/overview';
import { rebase } from './features/rebase';
import { registerForOwn, staticallyForOwn } from './features/registration';
import { rendered, renderedScheme } from './features/rendered';
import { ask, checkWorkspace, fixes, harden, questions, rule, rules, status, templates } from './features/requests';
import { forgetTokens, legend, semanticTokens, semanticTokensDelta, semanticTokensRange } from './features/semanticTokens';
import { documentHighlights, documentLinks, folding, inlayHints, selectionRanges, symbols } from './features/symbols';
import { runTool } from './features/tools';
import { recognizes, why } from './features/why';
import { watchWorkspace } from './features/workspace';
import { settingValues, writeSetting } from './features/writeSetting';
import { createOverview, type WorkspaceOverview } from './overview';
import { askRequest, questionsRequest } from './protocol/ask';
import { checkWorkspaceRequest } from './protocol/checkWorkspace';
import { defaultsRequest, diffRequest } from './protocol/compare';
import { fixesRequest, hardenRequest } from './protocol/harden';
import { fromFolderObservationRequest, fromObservationRequest } from './protocol/observe';
import { type OverviewParams, overviewRequest, reportRequest } from './protocol/overview';
import { rebaseRequest } from './protocol/rebase';
import { renderedRequest } from './protocol/rendered';
import { ruleRequest, rulesRequest } from './protocol/rules';
import { settingValuesRequest, writeSettingRequest } from './protocol/settings';
import { type Neighbours, neighboursChanged } from './protocol/start';
import { statusRequest } from './protocol/status';
import { templatesRequest } from './protocol/templates';
import { toolRequest } from './protocol/tools';
import { recognizesRequest, whyRequest } from './protocol/why';
import { reportScheme } from './reports';
import { unlessCancelled } from './scheduler';
import { createSession, type ServerMachine, type Session } from './session';

/** Serves a connection. */
export function serve(connection: Connection, edge: ServerMachine = {}): void {
  const life = beginAndEnd(connection, edge);
  followTexts(connection, life);
  followSettings(connection, life);
  const handlers = handlersOf(life);
  answerEditor(connection, handlers);
  answerClient(connection, life, handlers);
  connection.listen();
}

/** A connection from its first request to its last. */
interface Life {
  state: 'new' | 'running' | 'stopped';
  /** From `initialize` on. */
  session: Session;
  overview: WorkspaceOverview;
  /** Sends the findings of a text; absent where the client requests them. */
  push?: (uri: string) => void;
}

function beginAndEnd(connection: Connection, edge: ServerMachine): Life {
  const life = { state: 'new' } as Life;
  connection.onInitialize((params) => {
    const session = createSession(connection, params, edge);
    life.session = session;
    life.overview = createOverview(session);
    if (!params.capabilities.textDocument?.diagnostic) life.push = pusher(session);
    life.state = 'running';
    return { capabilities: capabilitiesFor(session), serverInfo: { name: 'confine', version } };
  });
  connection.onInitialized(async () => {
    await life.session.configure();
    connection.console.info(startLine(life.session));
    watchWorkspace(life.session, {
      refresh: () => refresh(life.session, life.push),
      changed: (uri) => life.overview.touch(uri),
    });
    registerForOwn(life.session);
  });
  connection.onShutdown(() => {
    life.state = 'stopped';
    life.session?.heartbeat.end();
    life.overview?.end();
  });
  return life;
}

/** What a log of a problem needs first: the version, and for what files are judged. */
function startLine({ settings, folders, client }: Session): string {
  const { target, kubernetes, apparmorVersion, policyTarget, preset } = settings.of(folders()[0] ?? '');
  const judged = Object.entries({ target, kubernetes, apparmor: apparmorVersion, policy: policyTarget, preset });
  const words = judged.flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  return `Confine ${version}: ${words.join(', ')}; ${counted(folders().length, 'folder')}${client.textDocument?.diagnostic ? '' : '; findings are pushed'}`;
}

function followTexts(connection: Connection, life: Life): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    life.session.scheduler.arrived(uri);
    life.session.documents.open(uri, languageId, version, text);
    // From now on its findings are pulled; what a check of the workspace reported would be shown beside them.
    if (life.session.published.delete(uri) && !life.push) void connection.sendDiagnostics({ uri, diagnostics: [] });
    void life.session.configured.then(() => life.push?.(uri));
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    life.session.scheduler.arrived(uri);
    life.session.documents.change(uri, version, contentChanges);
    life.overview.touch(uri);
    void life.session.configured.then(() => life.push?.(uri));
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => askLoader(life, uri));
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const { session } = life;
    session.scheduler.arrived();
    session.documents.close(uri);
    life.overview.touch(uri);
    session.opinion?.forget(uri);
    forgetTokens(session, uri);
    forgetPulls(session, uri);
    restoreNames(session, uri);
    if (life.push) void connection.sendDiagnostics({ uri, diagnostics: [] });
  });
}

/** Asks the program that loads such files what it thinks of the file that was saved. */
async function askLoader({ session, push }: Life, uri: string): Promise<void> {
  await session.configured;
  const snapshot = await session.documents.get(uri);
  if (!snapshot) return;
  const folders = { includeFolders: session.includeFolders(uri), workingFolder: session.workingFolder(uri) };
  if (await session.opinion?.ask(snapshot, session.settings.of(uri), folders)) refresh(session, push);
}

function followSettings(connection: Connection, life: Life): void {
  connection.onDidChangeConfiguration(async ({ settings }) => {
    await life.session.configure((settings as { confine?: unknown } | undefined)?.confine);
    life.session.documents.forget();
    life.overview.touch();
    refresh(life.session, life.push);
  });
  connection.onNotification(neighboursChanged, (neighbours: Neighbours) => {
    life.session.setNeighbours(neighbours);
    refresh(life.session, life.push);
  });
}

/** The text that a request is about. */
const uriIn = (params: unknown): string | undefined => (params as { textDocument?: { uri?: string } } | undefined)?.textDocument?.uri;

type Handle<Params, Answer, Rest extends unknown[]> = (session: Session, params: Params, ...rest: Rest) => Answer;

function handlersOf(life: Life) {
  /** Handlers wait for the configuration, so that the first answer is the right one. */
  const on =
    <Params, Answer, Rest extends unknown[]>(handle: Handle<Params, Answer, Rest>) =>
    async (params: Params, ...rest: Rest): Promise<Awaited<Answer>> => {
      if (life.state === 'new') throw new ResponseError(ErrorCodes.ServerNotInitialized, 'The server has not been initialized.');
      if (life.state === 'stopped') throw new ResponseError(ErrorCodes.InvalidRequest, 'The server has been shut down.');
      life.session.scheduler.arrived(uriIn(params));
      await life.session.configured;
      return await unlessCancelled(rest.find(CancellationToken.is), async () => handle(life.session, params, ...rest));
    };

  /** For what editors ask by themselves: an error of ours is logged, and the answer is that there is nothing. */
  const quietly = <Params, Answer, Rest extends unknown[]>(handle: Handle<Params, Promise<Answer>, Rest>) =>
    on(async (session, params: Params, ...rest: Rest): Promise<Answer | null> => {
      try {
        return await handle(session, params, ...rest);
      } catch (error) {
        if (error instanceof ResponseError) throw error;
        session.complain(handle.name, error);
        return null;
      }
    });
  return { on, quietly };
}

/** What the protocol has editors ask. */
function answerEditor(connection: Connection, { on, quietly }: ReturnType<typeof handlersOf>): void {
  connection.languages.diagnostics.on(on(documentDiagnostics));
  connection.onCompletion(quietly(completion));
  connection.onCompletionResolve(on(resolveCompletion));
  connection.onHover(quietly(hover));
  connection.onCodeAction(quietly(codeActions));
  connection.onCodeActionResolve(on(resolveCodeAction));
  connection.onCodeLens(quietly(codeLens));
  connection.onExecuteCommand(on(executeCommand));
  connection.onDocumentSymbol(quietly(symbols));
  connection.onFoldingRanges(quietly(folding));
  connection.onDocumentLinks(quietly(documentLinks));
  connection.onSelectionRanges(quietly(selectionRanges));
  connection.onDocumentHighlight(quietly(documentHighlights));
  connection.onDefinition(quietly(definition));
  connection.onReferences(quietly(references));
  connection.onPrepareRename(quietly(prepareRename));
  connection.onRenameRequest(on(rename));
  connection.onDocumentFormatting(on(format));
  connection.onDocumentRangeFormatting(on(format));
  connection.onDocumentOnTypeFormatting(quietly(formatOnType));
  connection.onWorkspaceSymbol(quietly(workspaceSymbols));
  connection.onSignatureHelp(quietly(signatureHelp));
  connection.languages.semanticTokens.on(on(semanticTokens));
  connection.languages.semanticTokens.onDelta(on(semanticTokensDelta));
  connection.languages.semanticTokens.onRange(on(semanticTokensRange));
  connection.languages.inlayHint.on(quietly(inlayHints));
  connection.languages.callHierarchy.onPrepare(quietly(prepareCallHierarchy));
  connection.languages.callHierarchy.onOutgoingCalls(quietly(outgoingCalls));
  connection.languages.callHierarchy.onIncomingCalls(quietly(incomingCalls));
  connection.workspace.textDocumentContent.on(on(virtualText));
}

/** What Confine's own clients ask besides. */
function answerClient(connection: Connection, life: Life, { on }: ReturnType<typeof handlersOf>): void {
  connection.onRequest(statusRequest, on(status));
  connection.onRequest(diffRequest, on(diff));
  connection.onRequest(defaultsRequest, on(defaults));
  connection.onRequest(rebaseRequest, on(rebase));
  connection.onRequest(renderedRequest, on(rendered));
  connection.onRequest(hardenRequest, on(harden));
  connection.onRequest(fixesRequest, on(fixes));
  connection.onRequest(askRequest, on(ask));
  connection.onRequest(questionsRequest, on(questions));
  connection.onRequest(whyRequest, on(why));
  connection.onRequest(recognizesRequest, on(recognizes));
  connection.onRequest(fromObservationRequest, on(fromObservation));
  connection.onRequest(fromFolderObservationRequest, on(fromFolderObservation));
  connection.onRequest(templatesRequest, on(templates));
  connection.onRequest(rulesRequest, on(rules));
  connection.onRequest(ruleRequest, on(rule));
  connection.onRequest(checkWorkspaceRequest, on(checkWorkspace));
  connection.onRequest(writeSettingRequest, on(writeSetting));
  connection.onRequest(settingValuesRequest, on(settingValues));
  connection.onRequest(
    overviewRequest,
    on((_, params: OverviewParams) => overviewItems(life.overview, params)),
  );
  connection.onRequest(reportRequest, on(workspaceReport));
  connection.onRequest(toolRequest, on(runTool));
}

/** What some language can do; the others answer with nothing. */
function capabilitiesFor({ client, clientCommands }: Session): InitializeResult['capabilities'] {
  return {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    ...(client.textDocument?.diagnostic && {
      diagnosticProvider: { identifier: 'confine', interFileDependencies: true, workspaceDiagnostics: false },
    }),
    hoverProvider: true,
    executeCommandProvider: { commands: serverCommands(client, clientCommands) },
    // Kinds and what is made later are for clients that know actions, not commands alone.
    codeActionProvider: client.textDocument?.codeAction?.codeActionLiteralSupport
      ? { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, hardenKind, fixAllKind], resolveProvider: true }
      : true,
    codeLensProvider: {},
    documentSymbolProvider: true,
    documentLinkProvider: {},
    selectionRangeProvider: true,
    documentHighlightProvider: true,
    workspaceSymbolProvider: true,
    ...staticallyForOwn(client),
    signatureHelpProvider: { triggerCharacters: ['(', '=', ' ', ','] },
    ...(client.textDocument?.semanticTokens && { semanticTokensProvider: tokensFor(client.textDocument.semanticTokens) }),
    ...(client.textDocument?.inlayHint && { inlayHintProvider: true }),
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      ...(client.workspace?.textDocumentContent && {
        textDocumentContent: { schemes: [defaultScheme, renderedScheme, ruleScheme, reportScheme] },
      }),
    },
  };
}

function tokensFor({ requests: { full, range } }: SemanticTokensClientCapabilities): SemanticTokensOptions {
  const delta = typeof full === 'object' && full.delta === true;
  return { legend, full: full ? (delta ? { delta } : true) : false, range: !!range };
}
