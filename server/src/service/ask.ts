import {
  type Action,
  type Answer,
  applyEdits,
  type Call,
  type Completion,
  type Context,
  type Edit,
  editsToHost,
  type FileNames,
  type FormatOptions,
  fenced,
  type Hint,
  type Hover,
  hasEffect,
  type Lens,
  type Link,
  type Location,
  linesOf,
  type Mention,
  md,
  meet,
  memoLast,
  type Observed,
  type ObservedPlace,
  type ObserveOptions,
  type Outline,
  type PositionMap,
  paragraphs,
  type Rebased,
  type Renamed,
  type Signature,
  type Span,
  spanInHost,
  spanToHost,
  spanToRegion,
  type TokenGroup,
  type Unanswered,
  type Uses,
  withMovedLines,
} from '../core';
import { heardFindings, placeFix } from './check';
import { completionIn } from './completion';
import { type Document, regionAt } from './document';
import { layoutActions } from './layout';
import type { Region } from './region';
import { generatedFiles } from './rendered';
import type { RuleSettings } from './settings';

/** Asks the region at an offset, and puts the answers where it lies. */
function oneRegion<T>(
  document: Document,
  offset: number,
  ask: (region: Region, at: number) => readonly T[] | undefined,
  move: (answer: T, map: PositionMap, region: Region) => T,
): readonly T[] {
  const region = regionAt(document, offset);
  const at = region?.map.toRegion(offset);
  if (!region || at === undefined) return [];
  return (ask(region, at) ?? []).map((answer) => move(answer, region.map, region));
}

/** Asks every region that the file writes itself. */
function eachRegion<T>(
  document: Document,
  ask: (region: Region) => readonly T[] | undefined,
  move: (answer: T, map: PositionMap, region: Region) => T,
): readonly T[] {
  return document.regions.flatMap((region) => {
    const answers = region.generated ? [] : (ask(region) ?? []);
    return region.map.start === 0 ? answers : answers.map((answer) => move(answer, region.map, region));
  });
}

const moveSpan = (span: Span, map: PositionMap): Span => spanToHost(map, span);

function moveSpanned<T extends { readonly span: Span }>(item: T, map: PositionMap): T {
  return { ...item, span: spanToHost(map, item.span) };
}

export function complete(document: Document, offset: number, context: Context): readonly Completion[] {
  const region = regionAt(document, offset);
  const at = region?.map.toRegion(offset);
  if (!region || at === undefined) return [];
  const items = region.language.complete?.(region.part, at, context) ?? [];
  return region.map.start === 0 ? items : items.flatMap((item) => completionIn(region.map, item) ?? []);
}

/** What a file is a piece of knows more than the piece. */
export function hover(document: Document, offset: number, context: Context): Hover | undefined {
  for (const { language, part, map } of document.judged.filter((region) => region.map.placeOf)) {
    const at = map.toRegion(offset);
    const answer = at === undefined ? undefined : language.hover?.(part, at, context);
    const span = answer && spanInHost(map, answer.span);
    if (answer && span) return { ...answer, span };
  }
  const own = oneRegion(document, offset, ({ language, part }, at) => optional(language.hover?.(part, at, context)), moveSpanned)[0];
  return own ?? hoverOnGenerated(document, offset);
}

function hoverOnGenerated(document: Document, offset: number): Hover | undefined {
  const made = generatedFiles(document).find(({ span }) => span.start <= offset && offset <= span.end);
  return made && { span: made.span, markdown: paragraphs(md`Becomes this profile:`, fenced(made.text, made.language)) };
}

const optional = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** What is embedded is outlined below what it is embedded in, where that is outlined. */
export function outline(document: Document): readonly Outline[] {
  const items = eachRegion(document, ({ language, part }) => language.outline?.(part), moveOutline);
  return document.regions.some(({ name }) => name !== undefined) ? nestedOutline(items) : items;
}

function moveOutline(item: Outline, map: PositionMap): Outline {
  const { children } = item;
  return {
    ...item,
    span: spanToHost(map, item.span),
    selection: spanToHost(map, item.selection),
    ...(children && { children: children.map((child) => moveOutline(child, map)) }),
  };
}

/** By place: an item that another spans becomes its child. */
function nestedOutline(items: readonly Outline[]): readonly Outline[] {
  const roots: { item: Outline; inner: Outline[] }[] = [];
  for (const item of [...items].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end)) {
    const last = roots.at(-1);
    if (last && last.item.span.start <= item.span.start && item.span.end <= last.item.span.end) last.inner.push(item);
    else roots.push({ item, inner: [] });
  }
  return roots.map(({ item, inner }) => (inner.length ? { ...item, children: [...(item.children ?? []), ...inner] } : item));
}

export const folds = (document: Document): readonly Span[] =>
  eachRegion(document, ({ language, part }) => language.folds?.(part), moveSpan);

export const links = (document: Document, context: Context): readonly Link[] =>
  eachRegion<Link>(document, ({ language, part }) => language.links?.(part, context), moveSpanned);

export const lenses = (document: Document, context: Context, settings: RuleSettings): readonly Lens[] =>
  [...new Set([...document.judged, ...document.regions])].flatMap(({ language, part, map }) =>
    (language.lenses?.(part, context, () => heardFindings(language, part, context, settings)) ?? []).flatMap((lens) => {
      const span = spanInHost(map, lens.span);
      return span ? [{ ...lens, span }] : [];
    }),
  );

export const tokens = (document: Document): readonly TokenGroup[] =>
  eachRegion<TokenGroup>(document, ({ language, part }) => language.tokens?.(part), moveTokens);

/** The same list as long as the region stays where it is. */
const movedTokens = memoLast((tokens: TokenGroup['tokens'], map: PositionMap, start: number): TokenGroup => {
  const from = map.toHost(start);
  const placed = tokens.map((token) => {
    const span = spanToHost(map, { start: start + token.span.start, end: start + token.span.end });
    return { ...token, span: { start: span.start - from, end: span.end - from } };
  });
  return { start: from, tokens: placed };
});

const moveTokens = ({ start, tokens }: TokenGroup, map: PositionMap): TokenGroup =>
  map.start === undefined ? movedTokens(tokens, map, start) : { start: start + map.start, tokens };

export const hints = (document: Document, range: Span, context: Context): readonly Hint[] =>
  eachRegion<Hint>(
    document,
    ({ language, part, map }) => {
      const own = spanToRegion(map, range);
      return own && language.hints?.(part, own, context);
    },
    (hint, map) => ({ ...hint, at: map.toHost(hint.at) }),
  );

export const selections = (document: Document, offset: number): readonly Span[] =>
  oneRegion(document, offset, ({ language, part }, at) => language.selections?.(part, at), moveSpan);

export const highlights = (document: Document, offset: number): readonly Span[] =>
  oneRegion(document, offset, ({ language, part }, at) => language.highlights?.(part, at), moveSpan);

const moveLocation = (location: Location, map: PositionMap, { uri }: Region): Location =>
  location.uri === undefined || location.uri === uri ? { span: spanToHost(map, location.span) } : location;

export const definition = (document: Document, offset: number, context: Context): readonly Location[] =>
  oneRegion(document, offset, ({ language, part }, at) => language.definition?.(part, at, context), moveLocation);

/** The name at a place. */
export const nameAt = (document: Document, offset: number): Mention | undefined =>
  oneRegion(document, offset, ({ language, part }, at) => optional(language.nameAt?.(part, at)), moveSpanned)[0];

/** What the region at an offset names, and the files that it was read with. */
export function namesOf(document: Document, offset = 0): readonly FileNames[] {
  const region = regionAt(document, offset);
  return region ? (region.language.names?.(region.part) ?? []) : [];
}

/** Who else refers to names of the kind at a mention. */
export const usesAt = (document: Document, mention: Mention): Uses | undefined => regionAt(document, mention.span.start)?.language.uses;

/** A mention of the document under another name; undefined where that is no name for it. */
export function rename(document: Document, mention: Mention, newName: string): Renamed | undefined {
  const region = regionAt(document, mention.span.start);
  const own = region && spanToRegion(region.map, mention.span);
  const renamed = own && region.language.rename?.(region.part, { ...mention, span: own }, newName);
  const edits = renamed && editsToHost(region.map, renamed.edits);
  return edits && { ...renamed, edits };
}

/** What can be done at a place besides fixing findings. */
export function actionsAt(document: Document, at: Span, context: Context): readonly Action[] {
  const actions = document.regions.flatMap(({ language, part, map }) => {
    const own = meet(map.extent, at) ? spanToRegion(map, at) : undefined;
    const actions = own && !language.isBroken?.(part) ? (language.actions?.(part, own, context) ?? []) : [];
    return actions.filter(hasEffect).flatMap((action) => placeAction(action, map) ?? []);
  });
  return [...actions, ...layoutActions(document, at)];
}

/** An action at its place in the file, and what is left of it without some of its pieces at the same place. */
function placeAction(action: Action, map: PositionMap): Action | undefined {
  const { without } = action;
  const placed = placeFix(action, map);
  return (
    placed && {
      ...placed,
      ...(without && {
        without(left: ReadonlySet<string>) {
          const rest = without(left);
          return rest && placeAction(rest, map);
        },
      }),
    }
  );
}

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

/** Moves a file's changes onto a newer default: the first region that has an ancestor. */
export function rebase(
  document: Document,
  onto: string | undefined,
  context: Context,
  leaveOut?: ReadonlySet<string>,
): Rebased | string | undefined {
  let problem: string | undefined;
  for (const { language, part, map } of document.regions) {
    const result = language.rebase?.(part, onto, context, leaveOut);
    if (result === undefined) continue;
    if (typeof result === 'string') {
      problem ??= result;
      continue;
    }
    const edit = map.editToHost({ span: { start: 0, end: part.text.length }, text: result.text });
    if (edit) return { ...result, text: applyEdits(document.source.text, [edit]) };
  }
  return problem;
}

/** What would allow that which a log says was denied, over all regions. */
export function fromObservation(document: Document, log: string, context: Context, options: ObserveOptions = {}): Observed | undefined {
  const answers = document.regions.flatMap(({ language, part, map }) => {
    const own = language.fromObservation?.(part, log, context, options);
    if (!own) return [];
    const place = (one: ObservedPlace) => moveSpanned(one, map);
    return [
      {
        ...own,
        edits: own.edits.flatMap((edit) => map.editToHost(edit) ?? []),
        denied: own.denied.map(place),
        covered: own.covered.map(place),
        unanswered: (own.unanswered ?? []).map((one) => ({ ...one, ...(one.span && { span: spanToHost(map, one.span) }) })),
      },
    ];
  });
  const [first] = answers;
  const others = answers.flatMap((answer) => answer.others ?? []);
  return (
    first && {
      edits: answers.flatMap(({ edits }) => edits),
      suggestions: answers.flatMap(({ suggestions }) => suggestions),
      denied: answers.flatMap(({ denied }) => denied),
      covered: answers.flatMap(({ covered }) => covered),
      ...(others.length > 0 && { others }),
      created: answers.flatMap(({ created }) => created ?? []),
      optional: answers.flatMap(({ optional }) => optional ?? []),
      unanswered: answers.flatMap(({ unanswered }) => unanswered),
      unconfined: commonTo(answers.map(({ unconfined }) => unconfined ?? [])),
      unread: answers.flatMap(({ unread }) => unread ?? []),
      ...(first.census && { census: first.census }),
      remarks: [...new Set(answers.flatMap(({ remarks }) => remarks ?? []))],
      unseen: answers.flatMap(({ unseen }) => unseen ?? []),
      failing: answers.flatMap(({ failing }) => failing ?? []),
      // Unknown is what no region knows.
      unknownProfiles: first.unknownProfiles.filter((name) => answers.every((answer) => answer.unknownProfiles.includes(name))),
    }
  );
}

/** What every part of a file, or every file of a folder, says of processes that it does not confine. */
export const commonTo = (lists: readonly (readonly Unanswered[])[]): readonly Unanswered[] =>
  (lists[0] ?? []).filter(({ line, what }) => lists.every((list) => list.some((one) => one.line === line && one.what === what)));

const moveCall = (call: Call, map: PositionMap, { uri }: Region): Call => {
  const from = call.from.map((place) => spanToHost(map, place));
  return call.uri === undefined || call.uri === uri ? { name: call.name, span: spanToHost(map, call.span), from } : { ...call, from };
};

export const callees = (document: Document, name: string, context: Context): readonly Call[] =>
  eachRegion<Call>(document, ({ language, part }) => language.callees?.(part, name, context), moveCall);

export const callers = (document: Document, name: string, context: Context): readonly Call[] =>
  eachRegion<Call>(document, ({ language, part }) => language.callers?.(part, name, context), moveCall);

export const format = (document: Document, options: FormatOptions, range?: Span): readonly Edit[] =>
  document.regions.flatMap(({ language, part, map, standalone }) => {
    const own = range && spanToRegion(map, range);
    if (!standalone || (range && !own)) return [];
    return editsToHost(map, language.format?.(part, options, own) ?? []) ?? [];
  });

export function formatOnType(document: Document, offset: number, typed: string, options: FormatOptions): readonly Edit[] {
  const region = regionAt(document, offset);
  const at = region?.map.toRegion(offset);
  if (!region?.standalone || at === undefined) return [];
  return editsToHost(region.map, region.language.formatOnType?.(region.part, at, typed, options) ?? []) ?? [];
}

export function signature(document: Document, offset: number): Signature | undefined {
  const region = regionAt(document, offset);
  const at = region?.map.toRegion(offset);
  return region && at !== undefined ? region.language.signature?.(region.part, at) : undefined;
}
