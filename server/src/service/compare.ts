import { type Baseline, type Change, type Context, type LanguageName, type Part, type Placed, type Span, shift } from '../core';
import { type Document, languageOf } from './document';

export interface Comparison {
  readonly title: string;
  readonly changes: readonly Change[];
}

export interface RenderedBaseline {
  readonly title: string;
  readonly fileName: string;
  readonly text: string;
}

/** The runtime default laid out like the document: what stands on the left of the diff editor. */
export function renderBaseline(document: Document, context: Context): RenderedBaseline | undefined {
  let first: Baseline<Part> | undefined;
  let text = '';
  for (const { part } of document.loaded.parts) {
    const baseline = document.language.baseline?.(part, context);
    first ??= baseline;
    text += baseline?.text ?? part.text;
  }
  return first && { title: first.title, fileName: first.fileName, text };
}

/** The default of a language without a file to compare. */
export function plainBaseline(name: LanguageName, context: Context): RenderedBaseline | undefined {
  const baseline = languageOf(name).baseline?.(undefined, context);
  return baseline && { title: baseline.title, fileName: baseline.fileName, text: baseline.text };
}

/** Differences in meaning from the runtime default to the document. */
export function diffWithBaseline(document: Document, context: Context): Comparison | undefined {
  const { language } = document;
  let title: string | undefined;
  const changes = document.loaded.parts.flatMap(({ start, part }) => {
    const baseline = language.baseline?.(part, context);
    if (!baseline) return [];
    title ??= baseline.title;
    return (language.diff?.(baseline.part, part, context) ?? []).map((change) => placeChange(change, start, 0));
  });
  return title === undefined ? undefined : { title, changes };
}

/** Differences in meaning from one document to another of the same language. */
export function diffDocuments(before: Document, after: Document, context: Context): Comparison {
  const { language } = after;
  const title = before.source.uri;
  if (before.language !== language || !language.diff) return { title, changes: [] };
  const [olds, news] = [keyed(before), keyed(after)];
  const changes = [...news].flatMap(([key, placed]): readonly Change[] => {
    const old = olds.get(key);
    if (!old) return [presence(key, 'not there', 'there', { span: headOf(placed) })];
    return (language.diff?.(old.part, placed.part, context) ?? []).map((change) => placeChange(change, placed.start, old.start));
  });
  const gone = [...olds].filter(([key]) => !news.has(key));
  return { title, changes: [...changes, ...gone.map(([key, old]) => presence(key, 'there', 'not there', { baselineSpan: headOf(old) }))] };
}

/** The parts by what they are, by position where the language does not say; what the language does not know is left out. */
function keyed({ language, loaded }: Document): ReadonlyMap<string, Placed<Part>> {
  const entries = loaded.parts.map((placed, index) => [language.partKey ? language.partKey(placed.part) : `document ${index + 1}`, placed]);
  return new Map(entries.filter((entry): entry is [string, Placed<Part>] => entry[0] !== undefined));
}

/** The first line that says something. */
function headOf({ start, part: { text } }: Placed<Part>): Span {
  const at = Math.max(0, text.search(/\S/));
  return { start: start + at, end: start + at + text.slice(at).search(/\r?\n|$/) };
}

const presence = (subject: string, before: string, after: string, where: Pick<Change, 'span' | 'baselineSpan'>): Change => ({
  direction: 'altered',
  subject,
  before,
  after,
  ...where,
});

function placeChange(change: Change, start: number, baselineStart: number): Change {
  return {
    ...change,
    ...(change.span && { span: shift(change.span, start) }),
    ...(change.baselineSpan && { baselineSpan: shift(change.baselineSpan, baselineStart) }),
  };
}
