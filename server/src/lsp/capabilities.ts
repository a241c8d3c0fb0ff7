/** What the server says that it can do. */

import {
  CodeActionKind,
  type InitializeResult,
  type SemanticTokensClientCapabilities,
  type SemanticTokensOptions,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { ruleScheme } from './convert';
import { fixAllKind, hardenKind } from './features/codeAction';
import { serverCommands } from './features/commands';
import { defaultScheme } from './features/diff';
import { staticallyForOwn } from './features/registration';
import { renderedScheme } from './features/rendered';
import { legend } from './features/semanticTokens';
import { reportScheme } from './reports';
import type { Session } from './session';

/** What some language can do; the others answer with nothing. */
export function capabilitiesFor({ client, clientCommands }: Session): InitializeResult['capabilities'] {
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
