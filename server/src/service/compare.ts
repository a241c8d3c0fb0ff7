import {
  applyEdits,
  type Baseline,
  type Change,
  type Context,
  type Edit,
  type LanguageName,
  type Part,
  type PositionMap,
  type Span,
  spanToHost,
} from '../core';
import type { Document } from './document';
import type { Region } from './region';
import { loadLanguage } from './registry';

export interface Comparison {
  readonly title: string;
  readonly changes: readonly Change[];
}

export interface RenderedBaseline {
  readonly title: string;
  readonly fileName: string;
  readonly text: string;
}

/** The runtime default laid out like the document: what is on the left of the diff editor. */
export function renderBaseline(document: Document, context: Context): RenderedBaseline | undefined {
  let first: Baseline<Part> | undefined;
  const edits: Edit[] = [];
  for (const { language, part, map } of document.regions) {
    const baseline = language.baseline?.(part, context);
    first ??= baseline;
    const edit = baseline && map.editToHost({ span: { start: 0, end: part.text.length }, text: baseline.text });
    if (edit) edits.push(edit);
  }
  return first && { title: first.title, fileName: first.fileName, text: applyEdits(document.source.text, edits) };
}

/** The released default that the document was forked from: `docker@24.0.2`. */
export function ancestorOf({ regions }: Document, context: Context): string | undefined {
  for (const { language, part } of regions) {
    const found = language.ancestor?.(part, context);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The default of a language without a file to compare. */
export async function plainBaseline(name: LanguageName, context: Context): Promise<RenderedBaseline | undefined> {
  const baseline = (await loadLanguage(name)).baseline?.(undefined, context);
  return baseline && { title: baseline.title, fileName: baseline.fileName, text: baseline.text };
}

/** Differences in meaning from the runtime default to the document. */
export function diffWithBaseline(document: Document, context: Context): Comparison | undefined {
  let title: string | undefined;
  const changes = document.regions.flatMap(({ language, part, map }) => {
    const baseline = language.baseline?.(part, context);
    if (!baseline) return [];
    title ??= baseline.title;
    return (language.diff?.(baseline.part, part, context) ?? []).map((change) => placeChange(change, map, undefined));
  });
  return title === undefined ? undefined : { title, changes };
}

/** Differences in meaning from one document to another of the same language. */
export function diffDocuments(before: Document, after: Document, context: Context): Comparison {
  const title = before.source.uri;
  if (before.language !== after.language && before.host !== after.host) return { title, changes: [] };
  const [olds, news] = [keyed(before), keyed(after)];
  const changes = [...news].flatMap(([key, region]): readonly Change[] => {
    const old = olds.get(key);
    if (old?.language !== region.language) return [presence(key, 'not there', 'there', { span: headOf(region) })];
    return (region.language.diff?.(old.part, region.part, context) ?? []).map((change) => placeChange(change, region.map, old.map));
  });
  const gone = [...olds].filter(([key, { language }]) => news.get(key)?.language !== language);
  return { title, changes: [...changes, ...gone.map(([key, old]) => presence(key, 'there', 'not there', { baselineSpan: headOf(old) }))] };
}

/** The regions by what they are, by name or position where the language does not say; what the language does not know is left out. */
function keyed({ regions }: Document): ReadonlyMap<string, Region> {
  const entries = regions
    .filter(({ language }) => language.diff)
    .map((region, index) => {
      const { language, part, name } = region;
      return [language.partKey ? language.partKey(part) : (name ?? `document ${index + 1}`), region];
    });
  return new Map(entries.filter((entry): entry is [string, Region] => entry[0] !== undefined));
}

/** The first line that says something. */
function headOf({ map, part: { text } }: Region): Span {
  const at = Math.max(0, text.search(/\S/));
  return spanToHost(map, { start: at, end: at + text.slice(at).search(/\r?\n|$/) });
}

const presence = (subject: string, before: string, after: string, where: Pick<Change, 'span' | 'baselineSpan'>): Change => ({
  direction: 'altered',
  subject,
  before,
  after,
  ...where,
});

/** Without a map the span is that of the part itself. */
export function placeChange(change: Change, map: PositionMap | undefined, baseline: PositionMap | undefined): Change {
  return {
    ...change,
    ...(change.span && map && { span: spanToHost(map, change.span) }),
    ...(change.baselineSpan && baseline && { baselineSpan: spanToHost(baseline, change.baselineSpan) }),
  };
}
