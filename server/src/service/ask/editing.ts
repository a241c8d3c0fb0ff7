/** What a person gets while they write: completion, signatures, formatting, actions. */

import {
  type Action,
  type Completion,
  type Context,
  type Edit,
  editsToHost,
  type FormatOptions,
  hasEffect,
  meet,
  type PositionMap,
  type Signature,
  type Span,
  spanToRegion,
} from '../../core';
import { placeFix } from '../check';
import type { Document } from '../document';
import { layoutActions } from '../layout';
import { completionIn } from './completion';
import { placeIn } from './regions';

export function complete(document: Document, offset: number, context: Context): readonly Completion[] {
  const place = placeIn(document, offset);
  if (!place) return [];
  const { region, at } = place;
  const items = region.language.complete?.(region.part, at, context) ?? [];
  return region.map.start === 0 ? items : items.flatMap((item) => completionIn(region.map, item) ?? []);
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

export const format = (document: Document, options: FormatOptions, range?: Span): readonly Edit[] =>
  document.regions.flatMap(({ language, part, map, standalone }) => {
    const own = range && spanToRegion(map, range);
    if (!standalone || (range && !own)) return [];
    return editsToHost(map, language.format?.(part, options, own) ?? []) ?? [];
  });

export function formatOnType(document: Document, offset: number, typed: string, options: FormatOptions): readonly Edit[] {
  const place = placeIn(document, offset);
  if (!place?.region.standalone) return [];
  const { map, language, part } = place.region;
  return editsToHost(map, language.formatOnType?.(part, place.at, typed, options) ?? []) ?? [];
}

export function signature(document: Document, offset: number): Signature | undefined {
  const place = placeIn(document, offset);
  return place?.region.language.signature?.(place.region.part, place.at);
}
