import { span } from '../core';
import type { Cursor } from './cursorModel';
import { tomlTables } from './tomlTables';
import { pathTo, type Tree } from './tree';

/**
 * In TOML the line decides: a key before its `=`, a value after it, of the table whose header is the last above.
 * A header being typed is no cursor: what tables there are is for the language to say.
 */
export function tomlCursors(tree: Tree, offset: number): readonly Cursor[] {
  const { text } = tree;
  if (tree.comments.some((comment) => comment.start < offset && offset <= comment.end)) return [];
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(lineStart, offset);
  if (/^\s*\[/.test(before)) return [];
  const table = tomlTables(tree).findLast(({ start }) => start < lineStart)?.node ?? tree.root;
  const path = table ? pathTo(table) : [];
  const [, key, opened] = /^\s*(?:([\w-]+)\s*=\s*)?(\[?[^=]*)$/.exec(before) ?? [];
  if (opened === undefined) return [];
  const word = /(?:["'][^"']*|[\w./-]*)$/.exec(opened)?.[0] ?? '';
  if (isClosed(opened)) return [];
  const quote = word.startsWith('"') ? '"' : word.startsWith("'") ? "'" : '';
  const rest = (quote ? /^[^"'\n\r]*["']?/ : /^[\w./-]*/).exec(text.slice(offset))?.[0] ?? '';
  const replace = span(offset - word.length, offset + rest.length);
  const common = {
    ...(table?.kind === 'object' && { object: table }),
    replace,
    prefix: word.slice(quote.length),
    quote,
    block: false,
    tree,
  } as const;
  if (key !== undefined) {
    const inList = opened.startsWith('[');
    return [{ ...common, kind: 'value', path: inList ? [...path, key, 0] : [...path, key], hasColon: false }];
  }
  return [{ ...common, kind: 'key', path, hasColon: /^[ \t]*=/.test(text.slice(replace.end)) }];
}

/** Whether the text ends with the quote that closes a string. */
const isClosed = (text: string): boolean => /^(?:[^"']|"[^"]*"|'[^']*')*$/.test(text) && /["']$/.test(text);
