import { type Context, type Fix, meet, type Span } from '../core';
import { actionsAt } from './ask';
import type { Document } from './document';
import { fixesAt } from './fix';
import type { Settings } from './settings';

/**
 * What makes a file, or what lies around a place, permit less. Where the language offers whole hardenings, the first
 * that it names for each part; else the first fix of every finding that needs no other file, those that would meet
 * left out.
 */
export function harden(document: Document, at: Span | undefined, context: Context, settings: Pick<Settings, 'rules'>): readonly Fix[] {
  const whole = document.loaded.parts.flatMap(({ start, part }) => {
    const place = { start, end: start + part.text.length };
    if (at && !meet(place, at)) return [];
    return actionsAt(document, at ?? place, context)
      .filter((action) => action.kind === 'harden' && action.edits.some((edit) => meet(edit.span, place)))
      .slice(0, 1);
  });
  if (whole.length) return whole;
  const everywhere = at ?? { start: 0, end: document.source.text.length };
  const chosen: Fix[] = [];
  for (const { fixes } of fixesAt(document, everywhere, context, settings)) {
    const fix = fixes.find(({ others }) => !others?.length);
    const collides = fix?.edits.some((edit) => chosen.some((other) => other.edits.some((taken) => meet(taken.span, edit.span))));
    if (fix && !collides) chosen.push(fix);
  }
  return chosen;
}
