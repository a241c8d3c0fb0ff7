/**
 * What is offered for the languages alone that can do it. Other extensions format and fold JSON and YAML; a second provider would make the
 * editor ask which one to take, or give up folding by indentation. Profiles inside YAML and JSON have the features whose answers the editor
 * merges, or for which it asks the next provider where one has no answer (`embedded`); they are laid out by an action (`service/layout.ts`).
 */

import {
  CallHierarchyPrepareRequest,
  type ClientCapabilities,
  CompletionRequest,
  DefinitionRequest,
  DocumentFormattingRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  type DocumentSelector,
  FoldingRangeRequest,
  ReferencesRequest,
  RenameRequest,
  type ServerCapabilities,
} from 'vscode-languageserver';
import { type featureLanguages, hostLanguageIds, languageIdsOf } from '../../service';
import type { Session } from '../session';
import { completionTriggers, triggersForAll } from './completionTriggers';

const prepared = { prepareProvider: true };

const onType = { firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'] };

const features = [
  { of: 'format', client: 'formatting', type: DocumentFormattingRequest.type, server: { documentFormattingProvider: true } },
  { of: 'format', client: 'rangeFormatting', type: DocumentRangeFormattingRequest.type, server: { documentRangeFormattingProvider: true } },
  {
    of: 'formatOnType',
    client: 'onTypeFormatting',
    type: DocumentOnTypeFormattingRequest.type,
    options: onType,
    server: { documentOnTypeFormattingProvider: onType },
  },
  {
    of: 'rename',
    client: 'rename',
    type: RenameRequest.type,
    options: prepared,
    server: { renameProvider: prepared },
    embedded: true,
  },
  { of: 'definition', client: 'definition', type: DefinitionRequest.type, server: { definitionProvider: true }, embedded: true },
  { of: 'nameAt', client: 'references', type: ReferencesRequest.type, server: { referencesProvider: true }, embedded: true },
  {
    of: 'callees',
    client: 'callHierarchy',
    type: CallHierarchyPrepareRequest.type,
    server: { callHierarchyProvider: true },
    embedded: true,
  },
  { of: 'folds', client: 'foldingRange', type: FoldingRangeRequest.type, server: { foldingRangeProvider: true } },
] as const satisfies readonly { readonly of: keyof typeof featureLanguages; readonly server: ServerCapabilities; [key: string]: unknown }[];

const completes = { resolveProvider: true };

/** Completion is for all languages, with the trigger characters of each. */
const isCompletionDynamic = ({ textDocument }: ClientCapabilities): boolean => textDocument?.completion?.dynamicRegistration === true;

const isDynamic = (client: ClientCapabilities, feature: (typeof features)[number]): boolean =>
  client.textDocument?.[feature.client]?.dynamicRegistration === true;

/** For clients that cannot be told later. */
export function staticallyForOwn(client: ClientCapabilities): ServerCapabilities {
  const own: ServerCapabilities = Object.assign(
    {},
    ...features.filter((feature) => !isDynamic(client, feature)).map(({ server }) => server),
  );
  return {
    ...own,
    // Options of renaming are for those alone that state to ask before.
    ...(own.renameProvider && !client.textDocument?.rename?.prepareSupport && { renameProvider: true }),
    ...(!isCompletionDynamic(client) && { completionProvider: { ...completes, triggerCharacters: [...triggersForAll] } }),
  };
}

export function registerForOwn({ client, connection, unlessRefused }: Session): void {
  for (const feature of features) {
    if (!isDynamic(client, feature)) continue;
    const ids = [...languageIdsOf(feature.of), ...('embedded' in feature ? hostLanguageIds : [])];
    const documentSelector: DocumentSelector = ids.map((language) => ({ language }));
    unlessRefused(connection.client.register(feature.type, { documentSelector, ...optionsOf(client, feature) }));
  }
  if (!isCompletionDynamic(client)) return;
  for (const { languages, characters } of completionTriggers) {
    const documentSelector: DocumentSelector = languages.map((language) => ({ language }));
    unlessRefused(
      connection.client.register(CompletionRequest.type, { documentSelector, ...completes, triggerCharacters: [...characters] }),
    );
  }
}

function optionsOf(client: ClientCapabilities, feature: (typeof features)[number]): object {
  if (!('options' in feature) || (feature.of === 'rename' && !client.textDocument?.rename?.prepareSupport)) return {};
  return feature.options;
}
