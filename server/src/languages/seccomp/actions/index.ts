import { type Action, type Context, memoLast, type Span } from '../../../core';
import type { SeccompPart } from '../part';
import { allowListing } from './allowList';
import { arrangeAll, arrangeHere } from './arrange';
import { logHere, refuseUnlisted } from './mode';
import { narrowAll, narrowHere } from './narrow';
import { overlaysHere } from './overlays';
import { refuseHere, refuseSpare } from './refuse';
import { type ActionScene, sceneOf } from './scene';

export { letsHighBitsThrough } from './runtimeDefault';

type Offer = (scene: ActionScene) => readonly Action[];

const atPlace: readonly Offer[] = [refuseHere, narrowHere, logHere, overlaysHere, arrangeHere];

/** The most telling step of hardening first: it is what “Harden” does. */
const everywhere: readonly Offer[] = [refuseUnlisted, allowListing, refuseSpare, narrowAll, arrangeAll];

/** Asked for at every move of the cursor. */
const actionsEverywhere = memoLast(
  (_: SeccompPart, __: Context, scene: ActionScene): readonly Action[] => everywhere.flatMap((offer) => offer(scene)),
  (context) => [context],
);

/** What can be done with a profile, or at a place in it, besides mending findings. */
export function actions(part: SeccompPart, at: Span, context: Context): readonly Action[] {
  const scene = sceneOf(part, at, context);
  return scene ? [...atPlace.flatMap((offer) => offer(scene)), ...actionsEverywhere(part, context, scene)] : [];
}
