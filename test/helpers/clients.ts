import type { ClientCapabilities } from 'vscode-languageserver';

const upTo = <Kind extends number>(last: number) => Array.from({ length: last }, (_, i) => (i + 1) as Kind);
const markdownFirst = ['markdown' as const, 'plaintext' as const];
const dynamic = { dynamicRegistration: true };

/** A client that states nothing. */
export const bare: ClientCapabilities = {};

/** What Neovim states of the features that Confine has. */
export const neovim: ClientCapabilities = {
  general: { positionEncodings: ['utf-8', 'utf-16', 'utf-32'] },
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: false },
    didChangeWatchedFiles: { dynamicRegistration: false, relativePatternSupport: true },
    semanticTokens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    symbol: { dynamicRegistration: false, symbolKind: { valueSet: upTo(26) } },
    workspaceEdit: { resourceOperations: ['rename', 'create', 'delete'] },
  },
  window: {
    showMessage: { messageActionItem: { additionalPropertiesSupport: true } },
    showDocument: { support: true },
    workDoneProgress: true,
  },
  textDocument: {
    synchronization: { didSave: true, willSave: true, willSaveWaitUntil: true },
    diagnostic: { dynamicRegistration: false, tagSupport: { valueSet: [1, 2] } },
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] }, dataSupport: true },
    completion: {
      completionItem: {
        snippetSupport: true,
        deprecatedSupport: true,
        documentationFormat: markdownFirst,
        resolveSupport: { properties: ['additionalTextEdits', 'command'] },
      },
      completionItemKind: { valueSet: upTo(25) },
      completionList: { itemDefaults: ['editRange', 'insertTextFormat', 'insertTextMode', 'data'] },
    },
    hover: { contentFormat: markdownFirst },
    signatureHelp: { signatureInformation: { documentationFormat: markdownFirst, activeParameterSupport: true } },
    definition: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true, symbolKind: { valueSet: upTo(26) } },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'refactor.rewrite', 'source'] } },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit', 'command'] },
    },
    codeLens: {},
    formatting: {},
    rangeFormatting: {},
    rename: { prepareSupport: true },
    callHierarchy: {},
    foldingRange: { lineFoldingOnly: true },
    inlayHint: { resolveSupport: { properties: ['textEdits', 'tooltip', 'location', 'command'] } },
    semanticTokens: {
      tokenTypes: [],
      tokenModifiers: [],
      formats: ['relative'],
      requests: { full: { delta: true }, range: false },
      overlappingTokenSupport: true,
      multilineTokenSupport: false,
    },
  },
};

/** What Helix states: edits of several files, but no lenses, no semantic tokens and no snippets where they are turned off. */
export const helix: ClientCapabilities = {
  general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: false },
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: false },
    executeCommand: { dynamicRegistration: false },
    inlayHint: { refreshSupport: false },
    symbol: { dynamicRegistration: false },
    workspaceEdit: { documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], failureHandling: 'abort' },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
  textDocument: {
    publishDiagnostics: { versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    completion: {
      completionItem: {
        snippetSupport: false,
        deprecatedSupport: true,
        insertReplaceSupport: true,
        tagSupport: { valueSet: [1] },
        resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
      },
      completionItemKind: {},
    },
    hover: { contentFormat: ['markdown'] },
    signatureHelp: { signatureInformation: { documentationFormat: ['markdown'], activeParameterSupport: true } },
    rename: { dynamicRegistration: false, prepareSupport: true, honorsChangeAnnotations: false },
    formatting: { dynamicRegistration: false },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'refactor.rewrite', 'source'] } },
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit', 'command'] },
    },
    inlayHint: { dynamicRegistration: false },
  },
};

/** What VS Code states. */
export const vsCode: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'], markdown: { parser: 'marked', version: '1.1.0' } },
  workspace: {
    applyEdit: true,
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: dynamic,
    didChangeWatchedFiles: { ...dynamic, relativePatternSupport: true },
    executeCommand: dynamic,
    codeLens: { refreshSupport: true },
    semanticTokens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
    symbol: { ...dynamic, symbolKind: { valueSet: upTo(26) }, tagSupport: { valueSet: [1] } },
    textDocumentContent: dynamic,
    workspaceEdit: {
      documentChanges: true,
      resourceOperations: ['create', 'rename', 'delete'],
      failureHandling: 'textOnlyTransactional',
      normalizesLineEndings: true,
      changeAnnotationSupport: { groupsOnLabel: true },
    },
  },
  window: {
    workDoneProgress: true,
    showMessage: { messageActionItem: { additionalPropertiesSupport: true } },
    showDocument: { support: true },
  },
  textDocument: {
    synchronization: { ...dynamic, willSave: true, willSaveWaitUntil: true, didSave: true },
    diagnostic: { ...dynamic, relatedDocumentSupport: false },
    publishDiagnostics: {
      relatedInformation: true,
      versionSupport: false,
      tagSupport: { valueSet: [1, 2] },
      codeDescriptionSupport: true,
      dataSupport: true,
    },
    completion: {
      ...dynamic,
      contextSupport: true,
      completionItem: {
        snippetSupport: true,
        commitCharactersSupport: true,
        documentationFormat: markdownFirst,
        deprecatedSupport: true,
        preselectSupport: true,
        tagSupport: { valueSet: [1] },
        insertReplaceSupport: true,
        labelDetailsSupport: true,
        resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
      },
      completionItemKind: { valueSet: upTo(25) },
    },
    hover: { ...dynamic, contentFormat: markdownFirst },
    signatureHelp: {
      ...dynamic,
      contextSupport: true,
      signatureInformation: {
        documentationFormat: markdownFirst,
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    definition: { ...dynamic, linkSupport: true },
    references: dynamic,
    documentHighlight: dynamic,
    documentSymbol: {
      ...dynamic,
      hierarchicalDocumentSymbolSupport: true,
      symbolKind: { valueSet: upTo(26) },
      tagSupport: { valueSet: [1] },
      labelSupport: true,
    },
    codeAction: {
      ...dynamic,
      isPreferredSupport: true,
      disabledSupport: true,
      dataSupport: true,
      honorsChangeAnnotations: true,
      resolveSupport: { properties: ['edit'] },
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'refactor.rewrite', 'source'] } },
    },
    codeLens: dynamic,
    formatting: dynamic,
    rangeFormatting: dynamic,
    onTypeFormatting: dynamic,
    rename: { ...dynamic, prepareSupport: true, prepareSupportDefaultBehavior: 1, honorsChangeAnnotations: true },
    documentLink: { ...dynamic, tooltipSupport: true },
    foldingRange: { ...dynamic, rangeLimit: 5000, lineFoldingOnly: true },
    selectionRange: dynamic,
    callHierarchy: dynamic,
    inlayHint: { ...dynamic, resolveSupport: { properties: ['tooltip', 'textEdits'] } },
    semanticTokens: {
      ...dynamic,
      tokenTypes: ['keyword', 'variable', 'property', 'enumMember', 'string', 'comment', 'operator', 'number', 'namespace', 'function'],
      tokenModifiers: ['declaration', 'deprecated'],
      formats: ['relative'],
      requests: { range: true, full: { delta: true } },
      overlappingTokenSupport: false,
      multilineTokenSupport: false,
    },
  },
};
