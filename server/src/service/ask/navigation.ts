/** Names: where they are defined and used, under which other name, and where the rules of a profile lead. */

import {
  type Call,
  type Context,
  editsToHost,
  type FileNames,
  type Location,
  type Mention,
  type PositionMap,
  type Renamed,
  type Span,
  spanToHost,
  spanToRegion,
  type Uses,
} from '../../core';
import { type Document, regionAt } from '../document';
import type { Region } from '../region';
import { eachRegion, moveSpan, moveSpanned, oneRegion, optional } from './regions';

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

const moveCall = (call: Call, map: PositionMap, { uri }: Region): Call => {
  const from = call.from.map((place) => spanToHost(map, place));
  return call.uri === undefined || call.uri === uri ? { name: call.name, span: spanToHost(map, call.span), from } : { ...call, from };
};

export const callees = (document: Document, name: string, context: Context): readonly Call[] =>
  eachRegion<Call>(document, ({ language, part }) => language.callees?.(part, name, context), moveCall);

export const callers = (document: Document, name: string, context: Context): readonly Call[] =>
  eachRegion<Call>(document, ({ language, part }) => language.callers?.(part, name, context), moveCall);
