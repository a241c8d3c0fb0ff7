/** Words of the language as they are offered. */

import type { Completion } from '../../../core';
import type { WordHelp } from '../../../knowledge';
import type { Place } from '../cursorPlace';

export function words(
  place: Place,
  names: readonly string[],
  kind: Completion['kind'],
  help?: ReadonlyMap<string, WordHelp>,
): readonly Completion[] {
  return names.map((name, i) => ({ ...word(place, name, kind, help?.get(name)), sort: `2${String(i).padStart(3, '0')}` }));
}

export function word(place: Place, name: string, kind: Completion['kind'], help?: WordHelp): Completion {
  return {
    label: name,
    span: place.word,
    insert: name,
    kind,
    ...(help?.since && { detail: `since AppArmor ${help.since}` }),
    ...(help && { documentation: help.text }),
  };
}

/** What leads to a target. */
export const arrow = (place: Place): readonly Completion[] => [{ ...word(place, '->', 'keyword'), insert: '-> ' }];
