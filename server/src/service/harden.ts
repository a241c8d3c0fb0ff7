import { type Action, type Context, type Edit, editsOf, type Fix, meet, type Span } from '../core';
import { actionsAt } from './ask/editing';
import type { Document } from './document';
import { fixesAt } from './fix';
import type { RuleSettings } from './settings';

/**
 * What makes a file, or what lies around a place, permit less. Where the language offers whole hardenings, the first
 * that it names for each part, without the pieces that are left out; else the first fix of every finding that needs no other file, those that would meet
 * left out. The preset doesn't matter: hardening uses all advice.
 */
export function harden(
  document: Document,
  at: Span | undefined,
  context: Context,
  { rules }: RuleSettings,
  left: ReadonlySet<string> = new Set(),
): readonly (Fix | Action)[] {
  const whole = document.regions.flatMap(({ map }) => {
    const place = map.extent;
    if (at && !meet(place, at)) return [];
    const first = actionsAt(document, at ?? place, context).find(
      (action) => action.kind === 'harden' && editsOf(action).some((edit) => meet(edit.span, place)),
    );
    const chosen = left.size && first?.without ? first.without(left) : first;
    return chosen ? [chosen] : [];
  });
  if (whole.length) return whole;
  const everywhere = at ?? { start: 0, end: document.source.text.length };
  const chosen: Fix[] = [];
  const taken: Edit[] = [];
  for (const { fixes } of fixesAt(document, everywhere, context, { rules })) {
    const fix = fixes.find(({ others, manual }) => !others?.length && !manual);
    if (!fix) continue;
    const edits = editsOf(fix);
    const collides = edits.some((edit) => taken.some((other) => meet(other.span, edit.span)));
    if (collides || !edits.length) continue;
    taken.push(...edits);
    chosen.push(fix);
  }
  return chosen;
}
