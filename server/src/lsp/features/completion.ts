import {
  type CompletionItem,
  type CompletionList,
  type CompletionParams,
  CompletionTriggerKind,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver';
import type { Completion } from '../../core';
import { complete } from '../../service';
import { completionKinds, rangeOf, textEditOf } from '../convert';
import type { Snapshot } from '../documents';
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
  const snippets = session.client.textDocument?.completion?.completionItem?.snippetSupport ?? false;
  const items = found.map((item, index): CompletionItem => {
    const asSnippet = item.snippet && snippets;
    const newText = item.snippet && !snippets ? withoutPlaceholders(item.insert) : item.insert;
    return {
      label: item.label,
      kind: completionKinds[item.kind],
      textEdit: { range: rangeOf(text, item.span), newText },
      insertTextFormat: asSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      ...(item.detail && { labelDetails: { description: item.detail } }),
      ...(item.sort && { sortText: item.sort }),
      ...(item.filter && { filterText: item.filter }),
      ...(item.deprecated && { tags: [1 as const] }),
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
  // A line of AppArmor ends with a comma or a brace, which no item has.
  if (document.language.name === 'apparmor') return items;
  return opened ? openedList(items, after) : askedList(items, text.getText(), text.offsetAt(position));
}

export function resolveCompletion(session: Session, item: CompletionItem): CompletionItem {
  const source = offered.get(session)?.[Number(item.data)];
  if (source?.label !== item.label || !source.documentation) return item;
  const value = typeof source.documentation === 'string' ? source.documentation : source.documentation();
  return { ...item, documentation: { kind: MarkupKind.Markdown, value } };
}

const withoutPlaceholders = (snippet: string): string =>
  snippet
    .replace(/\$\{\d+\|([^,|}]*)[^}]*\}/g, '$1')
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, '$1')
    .replace(/\$\d+|\$\{\d+\}/g, '')
    .replace(/\\([$}\\])/g, '$1');
