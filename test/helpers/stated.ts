/** What an answer uses, compared with what a client states: the Language Server Protocol's capabilities, one check for each. */

import type {
  ClientCapabilities,
  CodeAction,
  CodeLens,
  Command,
  CompletionList,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  ServerCapabilities,
  SignatureHelp,
  SymbolInformation,
  WorkspaceEdit,
} from 'vscode-languageserver';

type Check<Answer> = (can: ClientCapabilities, answer: Answer) => readonly string[];

/** The complaint where a thing is used and not stated. */
const only = (used: unknown, stated: unknown, complaint: string): readonly string[] => (used && !stated ? [complaint] : []);

const first = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

function markup(value: unknown, formats: readonly string[] | undefined, name: string): readonly string[] {
  if (value === undefined || value === null) return [];
  const kind = typeof value === 'string' ? 'a string' : (value as { kind?: string }).kind;
  const text = typeof value === 'string' ? value : (value as { value: string }).value;
  const isMarkdown = /`|\*\*|\]\(|^#+ |\|\s*---/m.test(text);
  if (kind === 'a string') return only(isMarkdown, false, `${name}: Markdown in a string: ${text.slice(0, 80)}`);
  return [
    ...only(kind === 'markdown', formats?.includes('markdown'), `${name}: Markdown`),
    ...only(kind === 'plaintext' && isMarkdown, false, `${name}: Markdown called plain text: ${text.slice(0, 80)}`),
  ];
}

export const edit: Check<WorkspaceEdit | undefined> = ({ workspace }, answer) => {
  const can = workspace?.workspaceEdit;
  const made = answer?.documentChanges?.some((change) => 'kind' in change);
  return [
    ...only(answer?.documentChanges, can?.documentChanges, 'edit: documentChanges'),
    ...only(made, can?.resourceOperations?.includes('create'), 'edit: creates a file'),
    ...only(answer?.changeAnnotations, can?.changeAnnotationSupport, 'edit: annotations'),
    ...only(JSON.stringify(answer ?? {}).includes('annotationId'), answer?.changeAnnotations, 'edit: annotation without a text'),
  ];
};

export const diagnostic: Check<Diagnostic> = ({ textDocument, workspace }, answer) => {
  const can = { ...textDocument?.publishDiagnostics, ...textDocument?.diagnostic };
  const href = answer.codeDescription?.href ?? 'https:';
  return [
    ...only(answer.relatedInformation, can.relatedInformation, 'diagnostic: related information'),
    ...only(answer.codeDescription, can.codeDescriptionSupport, 'diagnostic: code description'),
    ...only(!/^https:/.test(href), workspace?.textDocumentContent, `diagnostic: opens ${href}`),
    ...only(answer.data !== undefined, can.dataSupport, 'diagnostic: data'),
    ...(answer.tags ?? []).flatMap((tag) => only(true, can.tagSupport?.valueSet.includes(tag), `diagnostic: tag ${tag}`)),
  ];
};

export const action: Check<CodeAction | Command> = (can, answer) => {
  const own = can.textDocument?.codeAction;
  if (typeof answer.command === 'string') return only(true, can.workspace?.applyEdit, 'action: a command that can edit nothing');
  const { edit: made, data, diagnostics = [], isPreferred } = answer as CodeAction;
  return [
    ...only(true, own?.codeActionLiteralSupport, 'action: a literal'),
    ...only(isPreferred !== undefined, own?.isPreferredSupport, 'action: preferred'),
    ...only(isPreferred && answer.title.endsWith('…'), false, `action: preferred though it may break: ${answer.title}`),
    ...only(data !== undefined, own?.dataSupport, 'action: data'),
    ...only(!made, own?.resolveSupport?.properties.includes('edit'), 'action: made later'),
    ...only(
      made && answer.title.endsWith('…') && can.workspace?.workspaceEdit?.changeAnnotationSupport,
      made?.changeAnnotations,
      `action: may break, unconfirmed: ${answer.title}`,
    ),
    ...edit(can, made),
    ...diagnostics.flatMap((one) => diagnostic(can, one)),
  ];
};

const completion: Check<CompletionList | null> = ({ textDocument }, answer) => {
  const can = textDocument?.completion;
  const kinds: readonly number[] = can?.completionItemKind?.valueSet ?? first(18);
  return (answer?.items ?? []).flatMap((item) => [
    ...only(item.kind && !kinds.includes(item.kind), false, `completion: kind ${item.kind}`),
    ...only(item.insertTextFormat === 2, can?.completionItem?.snippetSupport, 'completion: a snippet'),
    ...only(item.insertTextFormat !== 2 && /\$\d|\$\{\d/.test(item.textEdit?.newText ?? ''), false, 'completion: a snippet as text'),
    ...only(item.textEdit && 'insert' in item.textEdit, can?.completionItem?.insertReplaceSupport, 'completion: insert and replace'),
    ...only(item.labelDetails, can?.completionItem?.labelDetailsSupport, 'completion: label details'),
    ...only(item.deprecated, can?.completionItem?.deprecatedSupport, 'completion: deprecated'),
    ...(item.tags ?? []).flatMap((tag) => only(true, can?.completionItem?.tagSupport?.valueSet.includes(tag), `completion: tag ${tag}`)),
    ...only(item.commitCharacters, can?.completionItem?.commitCharactersSupport, 'completion: commit characters'),
    ...markup(item.documentation, can?.completionItem?.documentationFormat, 'completion'),
  ]);
};

const symbols: Check<readonly (DocumentSymbol | SymbolInformation)[] | null> = ({ textDocument }, answer) => {
  const can = textDocument?.documentSymbol;
  const kinds: readonly number[] = can?.symbolKind?.valueSet ?? first(18);
  const walk = (all: readonly (DocumentSymbol | SymbolInformation)[]): readonly string[] =>
    all.flatMap((symbol) => [
      ...only('selectionRange' in symbol, can?.hierarchicalDocumentSymbolSupport, 'symbol: a tree'),
      ...only(!kinds.includes(symbol.kind), false, `symbol: kind ${symbol.kind}`),
      ...only(symbol.tags, can?.tagSupport, 'symbol: tags'),
      ...walk(('children' in symbol && symbol.children) || []),
    ]);
  return walk(answer ?? []);
};

/** By method: what its answers may use. */
export const checks = {
  'textDocument/hover': ((can, answer) =>
    markup(answer?.contents, can.textDocument?.hover?.contentFormat, 'hover')) satisfies Check<Hover | null>,
  'textDocument/signatureHelp': ((can, answer) => {
    const formats = can.textDocument?.signatureHelp?.signatureInformation?.documentationFormat;
    return (answer?.signatures ?? []).flatMap(({ documentation, parameters = [] }) =>
      [documentation, ...parameters.map((one) => one.documentation)].flatMap((one) => markup(one, formats, 'signature')),
    );
  }) satisfies Check<SignatureHelp | null>,
  'textDocument/completion': completion,
  'textDocument/documentSymbol': symbols,
  'workspace/symbol': ((can, answer) => {
    const kinds: readonly number[] = can.workspace?.symbol?.symbolKind?.valueSet ?? first(18);
    return (answer ?? []).flatMap(({ kind }) => only(!kinds.includes(kind), false, `workspace symbol: kind ${kind}`));
  }) satisfies Check<readonly SymbolInformation[] | null>,
  'textDocument/documentLink': ((can, answer) =>
    (answer ?? []).flatMap(({ tooltip, target = '' }) => [
      ...only(tooltip, can.textDocument?.documentLink?.tooltipSupport, 'link: tooltip'),
      ...only(!/^(?:https?|file):/.test(target), can.workspace?.textDocumentContent, `link: opens ${target}`),
    ])) satisfies Check<readonly DocumentLink[] | null>,
  'textDocument/foldingRange': ((can, answer) =>
    (answer ?? []).flatMap(({ startCharacter, collapsedText }) => [
      ...only(startCharacter !== undefined && can.textDocument?.foldingRange?.lineFoldingOnly, false, 'fold: within a line'),
      ...only(collapsedText, can.textDocument?.foldingRange?.foldingRange?.collapsedText, 'fold: a text'),
    ])) satisfies Check<readonly FoldingRange[] | null>,
  'textDocument/inlayHint': ((can, answer) =>
    (answer ?? []).flatMap(({ tooltip }) => markup(tooltip, can.textDocument?.hover?.contentFormat, 'inlay hint'))) satisfies Check<
    readonly InlayHint[] | null
  >,
  'textDocument/definition': ((can, answer) =>
    (answer ?? []).flatMap((one) =>
      only('targetUri' in one, can.textDocument?.definition?.linkSupport, 'definition: a link'),
    )) satisfies Check<readonly object[] | null>,
  'textDocument/rename': ((can, answer) => edit(can, answer ?? undefined)) satisfies Check<WorkspaceEdit | null>,
  'textDocument/codeAction': ((can, answer) => (answer ?? []).flatMap((one) => action(can, one))) satisfies Check<
    readonly (CodeAction | Command)[] | null
  >,
  'textDocument/codeLens': ((can, answer) =>
    (answer ?? []).flatMap(({ command, data }) =>
      only(!command, data !== undefined && can.textDocument?.codeLens, 'lens: without a command'),
    )) satisfies Check<readonly CodeLens[] | null>,
} as const;

export type Method = keyof typeof checks;

export const violations = (can: ClientCapabilities, method: Method, answer: unknown): readonly string[] =>
  (checks[method] as Check<unknown>)(can, answer);

/** What the server may announce to such clients alone. */
export function announced(can: ClientCapabilities, server: ServerCapabilities): readonly string[] {
  const { renameProvider, codeActionProvider, semanticTokensProvider: tokens, diagnosticProvider, positionEncoding } = server;
  const requests = can.textDocument?.semanticTokens?.requests;
  const delta = typeof requests?.full === 'object' && requests.full.delta;
  return [
    ...only(typeof renameProvider === 'object', can.textDocument?.rename?.prepareSupport, 'announces options of rename'),
    ...only(typeof codeActionProvider === 'object', can.textDocument?.codeAction?.codeActionLiteralSupport, 'announces kinds of actions'),
    ...only(tokens, can.textDocument?.semanticTokens, 'announces semantic tokens'),
    ...only(tokens?.range, requests?.range, 'announces semantic tokens of a range'),
    ...only(typeof tokens?.full === 'object' && tokens.full.delta, delta, 'announces changes of semantic tokens'),
    ...only(diagnosticProvider, can.textDocument?.diagnostic, 'announces diagnostics to be pulled'),
    ...only(server.inlayHintProvider, can.textDocument?.inlayHint, 'announces inlay hints'),
    ...only(server.workspace?.textDocumentContent, can.workspace?.textDocumentContent, 'announces documents of its own'),
    ...only(
      positionEncoding !== 'utf-16',
      (can.general?.positionEncodings as readonly string[] | undefined)?.includes(positionEncoding ?? ''),
      `counts in ${positionEncoding}`,
    ),
  ];
}
