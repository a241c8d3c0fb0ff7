import type { Context } from '../core';
import { explain } from './ask/explain';
import { type Document, regionAt } from './document';
import type { Region } from './region';

/** A question that the file can be asked, with its answer in a few words. */
export interface OfferedQuestion {
  readonly query: string;
  readonly verdict: string;
  /** What decides it: a rule, a scope. */
  readonly decides: string;
}

export const mostQuestions = 50;

/** Questions about the images, paths and calls that the file and its workspace name; those without an answer are left out. */
export function offeredQuestions(document: Document, context: Context, offset?: number): readonly OfferedQuestion[] {
  const at = offset === undefined ? undefined : regionAt(document, offset);
  const offered: OfferedQuestion[] = [];
  let answers = 0;
  for (const query of distinct(at ? [at] : document.judged, context)) {
    if (answers++ === mostQuestions) break;
    const row = explain(document, query, context, offset)?.row;
    if (row) offered.push({ query, ...row });
  }
  return offered;
}

function* distinct(regions: readonly Region[], context: Context): Generator<string> {
  const seen = new Set<string>();
  for (const { language, part } of regions) {
    for (const query of [...imagesFor(language.asksAbout, context), ...(language.questions?.(part, context) ?? [])]) {
      if (seen.has(query)) continue;
      seen.add(query);
      yield query;
    }
  }
}

const imagesFor = (kind: Region['language']['asksAbout'], { facts }: Context): readonly string[] =>
  kind === undefined ? [] : [...new Set(facts.filter((fact) => fact.kind === kind).map(({ name }) => name))].sort();
