/** Words of the language as they are offered. */

import { type Completion, ours } from '../../../../core';
import type { WordHelp } from '../../../../knowledge';
import type { CursorPlace } from '../cursorPlace';

export function words(
  place: CursorPlace,
  names: readonly string[],
  kind: Completion['kind'],
  help?: ReadonlyMap<string, WordHelp>,
): readonly Completion[] {
  return names.map((name, i) => ({ ...word(place, name, kind, help?.get(name)), sort: `2${String(i).padStart(3, '0')}` }));
}

export function word(place: CursorPlace, name: string, kind: Completion['kind'], help?: WordHelp): Completion {
  return {
    label: name,
    span: place.word,
    insert: name,
    kind,
    ...(help?.since && { detail: `since AppArmor ${help.since}` }),
    ...(help && { documentation: ours(help.text) }),
  };
}

/** What leads to a target. */
export const arrow = (place: CursorPlace): readonly Completion[] => [{ ...word(place, '->', 'keyword'), insert: '-> ' }];

/** Characters that a list has for a word and the text beside it. */
const listWidth = 46;

/** A detail, cut so that it leaves room for the word; none where there is no room to say anything. */
export function beside(label: string, detail: string | undefined): { readonly detail?: string } {
  if (detail === undefined || detail === '') return {};
  const room = listWidth - label.length;
  if (detail.length <= room) return { detail };
  const cut = detail.slice(0, room - 2);
  const end = cut.lastIndexOf(' ');
  return end < 8 ? {} : { detail: `${cut.slice(0, end)} …` };
}
