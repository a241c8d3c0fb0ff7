import type { Connection } from 'vscode-languageserver';
import { codeActions, resolveCodeAction } from './features/codeAction';
import { codeLens } from './features/codeLens';
import { executeCommand } from './features/commands';
import { completion, resolveCompletion } from './features/completion';
import { documentDiagnostics } from './features/diagnostics';
import { defaults, diff, virtualText } from './features/diff';
import { format, formatOnType, signatureHelp } from './features/format';
import { hover } from './features/hover';
import { prepareRename, references, rename, workspaceSymbols } from './features/names';
import { definition, incomingCalls, outgoingCalls, prepareCallHierarchy } from './features/navigation';
import { fromFolderObservation, fromObservation } from './features/observe';
import { overviewItems, workspaceReport } from './features/overview';
import { rebase } from './features/rebase';
import { rendered } from './features/rendered';
import { ask, checkWorkspace, fixes, harden, questions, rule, rules, status, templates } from './features/requests';
import { semanticTokens, semanticTokensDelta, semanticTokensRange } from './features/semanticTokens';
import { documentHighlights, documentLinks, folding, inlayHints, selectionRanges, symbols } from './features/symbols';
import { runTool } from './features/tools';
import { recognizes, why } from './features/why';
import { settingValues, writeSetting } from './features/writeSetting';
import { handlersOf } from './handlers';
import { createServer, followSettings, followTexts, type Server } from './lifecycle';
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
import { statusRequest } from './protocol/status';
import { templatesRequest } from './protocol/templates';
import { toolRequest } from './protocol/tools';
import { recognizesRequest, whyRequest } from './protocol/why';
import type { ServerMachine } from './session';

/** Serves a connection. */
export function serve(connection: Connection, edge: ServerMachine = {}): void {
  const server = createServer(connection, edge);
  followTexts(connection, server);
  followSettings(connection, server);
  const handlers = handlersOf(server);
  answerEditor(connection, handlers);
  answerClient(connection, server, handlers);
  connection.listen();
}

/** The requests of the Language Server Protocol. */
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

/** The requests that Confine adds for its own clients. */
function answerClient(connection: Connection, server: Server, { on }: ReturnType<typeof handlersOf>): void {
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
    on((_, params: OverviewParams) => overviewItems(server.overview, params)),
  );
  connection.onRequest(reportRequest, on(workspaceReport));
  connection.onRequest(toolRequest, on(runTool));
}
