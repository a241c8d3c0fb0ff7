import { type Action, editBetween } from '../../../core';
import { seccompOverlays } from '../../../knowledge';
import { fieldOf } from '../model';
import { withOverlay } from '../overlay';
import { type ActionScene, isAt } from './scene';

/** At the default action: what some purposes need beyond what the profile allows, so that no container has to run without a filter. */
export function overlaysHere(scene: ActionScene): readonly Action[] {
  const { profile, part, context } = scene;
  const place = fieldOf(profile.node, 'defaultAction')?.span;
  if (!place || !isAt(scene, place) || !profile.rules.length) return [];
  return seccompOverlays.flatMap((overlay): readonly Action[] => {
    const edit = editBetween(part.text, withOverlay(part, overlay, context));
    return edit
      ? [
          {
            kind: 'rewrite',
            title: `Allow what ${overlay.purpose} needs…`,
            edits: [edit],
            safe: false,
            manual: true,
            note: overlay.risk,
          },
        ]
      : [];
  });
}
