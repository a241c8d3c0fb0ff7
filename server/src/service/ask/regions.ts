/** How the languages of a document's regions are asked, and where their answers lie in the file. */

import { type PositionMap, type Span, spanToHost } from '../../core';
import { type Document, regionAt } from '../document';
import type { Region } from '../region';

/** The region at an offset of the file, and the offset in its text. */
export function placeIn(document: Document, offset: number): { readonly region: Region; readonly at: number } | undefined {
  const region = regionAt(document, offset);
  const at = region?.map.toRegion(offset);
  return region && at !== undefined ? { region, at } : undefined;
}

/** Asks the region at an offset, and moves the answers to their places in the file. */
export function oneRegion<T>(
  document: Document,
  offset: number,
  ask: (region: Region, at: number) => readonly T[] | undefined,
  move: (answer: T, map: PositionMap, region: Region) => T,
): readonly T[] {
  const place = placeIn(document, offset);
  if (!place) return [];
  const { region, at } = place;
  return (ask(region, at) ?? []).map((answer) => move(answer, region.map, region));
}

/** Asks every region that the file writes itself, and moves the answers to their places in the file. */
export function eachRegion<T>(
  document: Document,
  ask: (region: Region) => readonly T[] | undefined,
  move: (answer: T, map: PositionMap, region: Region) => T,
): readonly T[] {
  return document.regions.flatMap((region) => {
    const answers = region.generated ? [] : (ask(region) ?? []);
    return region.map.start === 0 ? answers : answers.map((answer) => move(answer, region.map, region));
  });
}

export const moveSpan = (span: Span, map: PositionMap): Span => spanToHost(map, span);

export function moveSpanned<T extends { readonly span: Span }>(item: T, map: PositionMap): T {
  return { ...item, span: spanToHost(map, item.span) };
}

export const optional = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
