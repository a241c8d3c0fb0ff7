import {
  type Action,
  type Answer,
  type Call,
  type Completion,
  type Context,
  type Edit,
  type FileNames,
  type FormatOptions,
  type Hover,
  hasEffect,
  type Lens,
  type Link,
  type Location,
  type Mention,
  meet,
  type Observed,
  type ObservedPlace,
  type Outline,
  type Part,
  type Placed,
  type Renamed,
  type Signature,
  type Span,
  shift,
  shiftEdit,
} from '../core';
import { heardFindings, placeFix } from './check';
import { type Document, partAt } from './document';
import type { Settings } from './settings';

export function complete(document: Document, offset: number, context: Context): readonly Completion[] {
  const placed = partAt(document, offset);
  if (!placed) return [];
  const { start, part } = placed;
  return (document.language.complete?.(part, offset - start, context) ?? []).map((item) => ({
    ...item,
    span: shift(item.span, start),
    ...(item.edits && { edits: item.edits.map((edit) => shiftEdit(edit, start)) }),
  }));
}

export function hover(document: Document, offset: number, context: Context): Hover | undefined {
  const placed = partAt(document, offset);
  const answer = placed && document.language.hover?.(placed.part, offset - placed.start, context);
  return answer && placed && { ...answer, span: shift(answer.span, placed.start) };
}

/** Asks every part and puts the answers where the parts stand. */
function eachPart<T>(document: Document, ask: (part: Part) => readonly T[] | undefined, move: (answer: T, by: number) => T): readonly T[] {
  return document.loaded.parts.flatMap(({ start, part }) => (ask(part) ?? []).map((answer) => (start ? move(answer, start) : answer)));
}

/** Asks the part at an offset only. */
function onePart<T>(
  document: Document,
  offset: number,
  ask: (part: Part, at: number) => readonly T[] | undefined,
  move: (answer: T, by: number) => T,
): readonly T[] {
  const placed = partAt(document, offset);
  return placed ? (ask(placed.part, offset - placed.start) ?? []).map((answer) => move(answer, placed.start)) : [];
}

export const outline = (document: Document): readonly Outline[] =>
  eachPart(document, (part) => document.language.outline?.(part), moveOutline);

function moveOutline(item: Outline, by: number): Outline {
  const { children } = item;
  return {
    ...item,
    span: shift(item.span, by),
    selection: shift(item.selection, by),
    ...(children && { children: children.map((child) => moveOutline(child, by)) }),
  };
}

export const folds = (document: Document): readonly Span[] => eachPart(document, (part) => document.language.folds?.(part), shift);

export const links = (document: Document, context: Context): readonly Link[] =>
  eachPart(
    document,
    (part) => document.language.links?.(part, context),
    (link, by) => ({ ...link, span: shift(link.span, by) }),
  );

export const lenses = (document: Document, context: Context, settings: Pick<Settings, 'rules'>): readonly Lens[] =>
  eachPart(
    document,
    (part) => document.language.lenses?.(part, context, () => heardFindings(document.language, part, context, settings)),
    (lens, by) => ({ ...lens, span: shift(lens.span, by) }),
  );

export const tokens = (document: Document) =>
  eachPart(
    document,
    (part) => document.language.tokens?.(part),
    ({ start, tokens }, by) => ({ start: start + by, tokens }),
  );

export const hints = (document: Document, range: Span, context: Context) =>
  eachPart(
    document,
    (part) => document.language.hints?.(part, range, context),
    (hint, by) => ({ ...hint, at: hint.at + by }),
  );

export const selections = (document: Document, offset: number): readonly Span[] =>
  onePart(document, offset, (part, at) => document.language.selections?.(part, at), shift);

export const highlights = (document: Document, offset: number): readonly Span[] =>
  onePart(document, offset, (part, at) => document.language.highlights?.(part, at), shift);

const moveLocation = (location: Location, by: number): Location => (location.uri ? location : { span: shift(location.span, by) });

export const definition = (document: Document, offset: number, context: Context): readonly Location[] =>
  onePart(document, offset, (part, at) => document.language.definition?.(part, at, context), moveLocation);

/** The name at a place. */
export const nameAt = (document: Document, offset: number): Mention | undefined =>
  onePart(
    document,
    offset,
    (part, at) => {
      const found = document.language.nameAt?.(part, at);
      return found && [found];
    },
    moveMention,
  )[0];

const moveMention = (mention: Mention, by: number): Mention => ({ ...mention, span: shift(mention.span, by) });

/** What the file names, and the files that it was read with. */
export const namesOf = (document: Document): readonly FileNames[] => {
  const [first, ...others] = document.loaded.parts;
  return first && others.length === 0 ? (document.language.names?.(first.part) ?? []) : [];
};

/** A mention of the document under another name; undefined where that is no name for it. */
export function rename(document: Document, mention: Mention, newName: string): Renamed | undefined {
  const placed = partAt(document, mention.span.start);
  const renamed = placed && document.language.rename?.(placed.part, moveMention(mention, -placed.start), newName);
  return renamed && { ...renamed, edits: renamed.edits.map((edit) => shiftEdit(edit, placed.start)) };
}

/** What can be done at a place besides fixing findings. */
export function actionsAt(document: Document, at: Span, context: Context): readonly Action[] {
  return document.loaded.parts.flatMap(({ start, part }) => {
    if (!meet({ start, end: start + part.text.length }, at)) return [];
    const own = { start: Math.max(0, at.start - start), end: Math.min(part.text.length, at.end - start) };
    if (document.language.isBroken?.(part)) return [];
    return (document.language.actions?.(part, own, context) ?? []).filter(hasEffect).map((action) => placeFix(action, start));
  });
}

/** What the document decides; asks the part at `offset`, or the parts in turn until one has a place that decides. */
export function explain(
  document: Document,
  query: string | Readonly<Record<string, unknown>>,
  context: Context,
  offset?: number,
): Answer | undefined {
  const parts = offset === undefined ? document.loaded.parts : [partAt(document, offset) as Placed<Part>];
  let answer: Answer | undefined;
  for (const { start, part } of parts) {
    const own = document.language.explain?.(part, query, context);
    if (!own) continue;
    const placed = { ...own, ...(own.by && { by: shift(own.by, start) }) };
    if (own.by) return placed;
    answer ??= placed;
  }
  return answer;
}

/** What would allow that which a log says was denied, over all parts. */
export function fromObservation(document: Document, log: string, context: Context): Observed | undefined {
  const { language, loaded } = document;
  if (!language.fromObservation) return undefined;
  const answers = loaded.parts.map(({ start, part }) => {
    const own = language.fromObservation?.(part, log, context) as Observed;
    const place = (one: ObservedPlace) => ({ ...one, span: shift(one.span, start) });
    return {
      ...own,
      edits: own.edits.map((edit) => shiftEdit(edit, start)),
      denied: own.denied.map(place),
      covered: own.covered.map(place),
      unanswered: (own.unanswered ?? []).map((one) => ({ ...one, ...(one.span && { span: shift(one.span, start) }) })),
    };
  });
  return {
    edits: answers.flatMap(({ edits }) => edits),
    suggestions: answers.flatMap(({ suggestions }) => suggestions),
    denied: answers.flatMap(({ denied }) => denied),
    covered: answers.flatMap(({ covered }) => covered),
    unanswered: answers.flatMap(({ unanswered }) => unanswered),
    unread: answers.flatMap(({ unread }) => unread ?? []),
    // Unknown is what no part knows.
    unknownProfiles: (answers[0]?.unknownProfiles ?? []).filter((name) => answers.every((answer) => answer.unknownProfiles.includes(name))),
  };
}

const moveCall = (call: Call, by: number): Call => ({
  ...call,
  from: call.from.map((place) => shift(place, by)),
  span: call.uri ? call.span : shift(call.span, by),
});

export const callees = (document: Document, name: string, context: Context): readonly Call[] =>
  document.loaded.parts.flatMap(({ start, part }) =>
    (document.language.callees?.(part, name, context) ?? []).map((call) => moveCall(call, start)),
  );

export const callers = (document: Document, name: string, context: Context): readonly Call[] =>
  document.loaded.parts.flatMap(({ start, part }) =>
    (document.language.callers?.(part, name, context) ?? []).map((call) => moveCall(call, start)),
  );

export const format = (document: Document, options: FormatOptions, range?: Span): readonly Edit[] =>
  document.loaded.parts.flatMap(({ start, part }) =>
    (document.language.format?.(part, options, range && shift(range, -start)) ?? []).map((edit) => shiftEdit(edit, start)),
  );

export const formatOnType = (document: Document, offset: number, typed: string, options: FormatOptions): readonly Edit[] =>
  onePart(document, offset, (part, at) => document.language.formatOnType?.(part, at, typed, options), shiftEdit);

export function signature(document: Document, offset: number): Signature | undefined {
  const placed = partAt(document, offset);
  return placed && document.language.signature?.(placed.part, offset - placed.start);
}
