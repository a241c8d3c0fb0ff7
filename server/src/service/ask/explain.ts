/** What a file decides for one question. */

import { type Answer, type Context, linesOf, type PositionMap, paragraphs, spanToHost, withMovedLines } from '../../core';
import { type Document, regionAt } from '../document';
import { optional } from './regions';

/** What the document decides; asks the region at `offset`, or the regions in turn until one has a place that decides. */
export function explain(
  document: Document,
  query: string | Readonly<Record<string, unknown>>,
  context: Context,
  offset?: number,
): Answer | undefined {
  const regions = offset === undefined ? document.judged : optional(regionAt(document, offset));
  let answer: Answer | undefined;
  const each: Answer[] = [];
  for (const { language, part, map } of regions) {
    const own = language.explain?.(part, query, context);
    if (!own?.markdown) continue;
    const placed = map.start === 0 ? own : placeAnswer(own, map, document.source.text, part.text);
    if (own.by && language.answersEach) each.push(placed);
    else if (own.by && !each.length) return placed;
    answer ??= placed;
  }
  return each.length ? together(each) : answer;
}

/** The answers of several parts: the first one's, with the words of all. */
function together(answers: readonly Answer[]): Answer {
  const [first, ...rest] = answers as readonly [Answer, ...Answer[]];
  if (!rest.length) return first;
  return {
    ...first,
    markdown: paragraphs(...answers.map(({ markdown }) => markdown)),
    json: { ...first.json, all: answers.map(({ json }) => json) },
  };
}

function placeAnswer(answer: Answer, map: PositionMap, host: string, own: string): Answer {
  const lineOf = (line: number) => {
    const offset = linesOf(own).offsetAt({ line: line - 1, character: 0 });
    return linesOf(host).positionAt(map.toHost(offset)).line + 1;
  };
  return { ...answer, markdown: withMovedLines(answer.markdown, lineOf), ...(answer.by && { by: spanToHost(map, answer.by) }) };
}
