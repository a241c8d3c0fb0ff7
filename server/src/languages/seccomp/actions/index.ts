import type { Action, Context, Span } from '../../../core';
import type { SeccompPart } from '../part';
import { allowListing } from './allowList';
import { arrangeAll, arrangeHere } from './arrange';
import { logHere, refuseUnlisted } from './mode';
import { narrowAll, narrowHere } from './narrow';
import { refuseHere, refuseSpare } from './refuse';
import { type ActionScene, sceneOf } from './scene';

export { letsHighBitsThrough } from './runtimeDefault';

type Offer = (scene: ActionScene) => readonly Action[];

const atPlace: readonly Offer[] = [refuseHere, narrowHere, logHere, arrangeHere];

/** The most telling step of hardening first: it is what “Harden” does. */
const everywhere: readonly Offer[] = [refuseUnlisted, allowListing, refuseSpare, narrowAll, arrangeAll];

const known = new WeakMap<SeccompPart, { readonly context: Context; readonly made: readonly Action[] }>();

/** What can be done with a profile, or at a place in it, besides mending findings. */
export function actions(part: SeccompPart, at: Span, context: Context): readonly Action[] {
  const scene = sceneOf(part, at, context);
  if (!scene) return [];
  // Asked for at every move of the cursor.
  const before = known.get(part);
  const whole = before?.context === context ? before.made : everywhere.flatMap((offer) => offer(scene));
  known.set(part, { context, made: whole });
  return [...atPlace.flatMap((offer) => offer(scene)), ...whole];
}
