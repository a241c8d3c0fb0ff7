/**
 * Build directives of apparmor.d (roddhjav/apparmor.d, docs/development/directives): comments `#aa:only` and
 * `#aa:exclude` keep the line that they end, or the paragraph below them, out of some builds.
 */

import { type Span, span } from '../../core';

/** The places that only some builds have. */
export function partialSpans(text: string): readonly Span[] {
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
