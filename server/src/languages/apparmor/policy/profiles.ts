/** The profiles, hats and children of a file, those that includes bring with them. */

import type { Body, Profile } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { flatten, type Item, isRow, type Piece } from './flatten';
import type { ApparmorPart } from './model';

export interface NamedProfile {
  /** `parent//child` for children and hats; without namespace. */
  readonly fullName: string;
  readonly profile: Profile;
  readonly item: Item;
}

const known = new WeakMap<ApparmorPart, readonly NamedProfile[]>();

export function profilesOf(part: ApparmorPart): readonly NamedProfile[] {
  let found = known.get(part);
  if (!found) {
    found = [...gather(flatten(part.root, part.tree, 0), '', new Set())];
    known.set(part, found);
  }
  return found;
}

function* gather(pieces: readonly Piece[], parent: string, open: Set<Profile>): Generator<NamedProfile> {
  for (const item of pieces) {
    if (isRow(item)) continue;
    const { statement } = item;
    const inside = (body: Body) => flatten(item.file, body, item.start, item.site);
    if (statement.kind === 'profile' && statement.name && !open.has(statement)) {
      const name = wordValue(statement.name.raw);
      const fullName = parent ? `${parent}//${name}` : name;
      yield { fullName, profile: statement, item };
      open.add(statement);
      if (statement.body) yield* gather(inside(statement.body), fullName, open);
      open.delete(statement);
    } else if (statement.kind === 'if') {
      for (const branch of statement.branches) if (branch.body) yield* gather(inside(branch.body), parent, open);
    }
  }
}

/** The innermost profile of the file itself around an offset. */
export function profileAt(part: ApparmorPart, offset: number): NamedProfile | undefined {
  return profilesOf(part).findLast(({ item, profile }) => !item.site && item.start <= offset && offset <= item.start + profile.length);
}
