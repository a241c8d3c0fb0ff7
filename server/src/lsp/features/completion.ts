import {
  type CompletionItem,
  CompletionItemTag,
  type CompletionList,
  type CompletionParams,
  CompletionTriggerKind,
  InsertTextFormat,
  type TextDocumentClientCapabilities,
} from 'vscode-languageserver';
import type { Completion } from '../../core';
import { complete, regionAt } from '../../service';
import { completionKindOf, rangeOf, textEditOf } from '../convert';
import type { Snapshot } from '../documents';
import { documentation } from '../markup';
import type { Session } from '../session';
import { askedList, openedList } from './completionList';
import { mayOpen } from './completionTriggers';

/** What was offered last: the documentation of an item is made when the client resolves it. */
const offered = new WeakMap<Session, readonly Completion[]>();

export async function completion(session: Session, params: CompletionParams): Promise<CompletionList> {
  const snapshot = await session.documents.get(params.textDocument.uri);
  if (!snapshot) return { isIncomplete: false, items: [] };
  const { text } = snapshot;
  const found = itemsFor(snapshot, params);
  offered.set(session, found);
  const { completionItem: can, completionItemKind } = session.client.textDocument?.completion ?? {};
  const snippets = can?.snippetSupport ?? false;
  const items = found.map((item, index): CompletionItem => {
    const asSnippet = item.snippet && snippets;
    const newText = item.snippet && !snippets ? withoutPlaceholders(item.insert) : item.insert;
    return {
      label: item.label,
      kind: completionKindOf(item.kind, completionItemKind?.valueSet),
      textEdit: { range: rangeOf(text, item.span), newText },
      insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      ...(item.detail && (can?.labelDetailsSupport ? { labelDetails: { description: item.detail } } : { detail: item.detail })),
      ...(item.sort && { sortText: item.sort }),
      ...(item.filter && { filterText: item.filter }),
      ...(item.deprecated && deprecation(can)),
      ...(item.edits && { additionalTextEdits: item.edits.map((edit) => textEditOf(text, edit)) }),
      ...(item.documentation && { data: index }),
    };
  });
  return { isIncomplete: false, items };
}

function itemsFor({ text, document, context }: Snapshot, { position, context: asked }: CompletionParams): readonly Completion[] {
  const line = text.getText({ start: { line: position.line, character: 0 }, end: { line: position.line + 1, character: 0 } });
  const after = line.slice(position.character);
  const opened = asked?.triggerKind === CompletionTriggerKind.TriggerCharacter;
  if (opened && !mayOpen(text.languageId, line.slice(0, position.character), after)) return [];
  const items = complete(document, text.offsetAt(position), context);
  if (regionAt(document, text.offsetAt(position))?.language.endsLinesBySign) return items;
  return opened ? openedList(items, after) : askedList(items, text.getText(), text.offsetAt(position));
}

export function resolveCompletion(session: Session, item: CompletionItem): CompletionItem {
  const source = offered.get(session)?.[Number(item.data)];
  if (source?.label !== item.label || !source.documentation) return item;
  const markdown = typeof source.documentation === 'string' ? source.documentation : source.documentation();
  return { ...item, documentation: documentation(markdown, session.client.textDocument?.completion?.completionItem?.documentationFormat) };
}

type ItemAbilities = NonNullable<NonNullable<TextDocumentClientCapabilities['completion']>['completionItem']>;

function deprecation(can: ItemAbilities | undefined): Pick<CompletionItem, 'tags' | 'deprecated'> {
  if (can?.tagSupport?.valueSet.includes(CompletionItemTag.Deprecated)) return { tags: [CompletionItemTag.Deprecated] };
  return can?.deprecatedSupport ? { deprecated: true } : {};
}

const withoutPlaceholders = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+\|([^,|}]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\d+|\$\{\d+\}/g, '')
    .replace(/\\([$}\\])/g, '$1');
