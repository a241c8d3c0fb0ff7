import { type CompletionItem, type CompletionList, type CompletionParams, InsertTextFormat, MarkupKind } from 'vscode-languageserver';
import type { Completion } from '../../core';
import { complete } from '../../service';
import { completionKinds, rangeOf, textEditOf } from '../convert';
import type { Session } from '../session';

/** What was offered last: the documentation of an item is made when the client resolves it. */
const offered = new WeakMap<Session, readonly Completion[]>();

export async function completion(session: Session, { textDocument, position }: CompletionParams): Promise<CompletionList> {
  const snapshot = await session.documents.get(textDocument.uri);
  if (!snapshot) return { isIncomplete: false, items: [] };
  const { text, document, context } = snapshot;
  const found = complete(document, text.offsetAt(position), context);
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
