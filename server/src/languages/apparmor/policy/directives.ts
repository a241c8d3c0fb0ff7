/**
 * Build directives of apparmor.d (roddhjav/apparmor.d, docs/development/directives): comments `#aa:only` and
 * `#aa:exclude` keep the line that they end, or the paragraph below them, out of some builds.
 */

import { memo, type Span, span } from '../../../core';
import type { FileTree } from '../syntax/tree';
import type { LoadedFile } from './loadedFile';
import type { StatementOrigin } from './origin';

const partialSpans = memo((tree: FileTree) => readPartialSpans(tree.text));

/** Whether only some builds have what is at an offset of a piece's file, or the include of the open file that adds it. */
export const isPartial = ({ file, site }: StatementOrigin, offset: number, root: LoadedFile): boolean =>
  isPartialIn(file.tree, offset) || (site !== undefined && isPartialIn(root.tree, site.start));

export const isPartialIn = (tree: FileTree, offset: number): boolean =>
  partialSpans(tree).some(({ start, end }) => start <= offset && offset < end);

/** The places that only some builds have. */
function readPartialSpans(text: string): readonly Span[] {
  if (!text.includes('#aa:')) return [];
  const found: Span[] = [];
  for (const match of text.matchAll(/#aa:(?:only|exclude)\b/g)) {
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    const alone = text.slice(lineStart, match.index).trim() === '';
    const end = alone ? /\n[ \t]*\r?\n/.exec(text.slice(match.index)) : /\n/.exec(text.slice(match.index));
    found.push(span(lineStart, end ? match.index + end.index : text.length));
  }
  return found;
}
