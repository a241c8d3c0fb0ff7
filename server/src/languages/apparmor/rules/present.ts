/** What a file has that rules read: a rule is called where there is some of it. */

import type { Context, Convention } from '../../../core';
import { dangerKindsIn } from '../meaning/givenAway';
import type { Danger } from '../policy/danger';
import { type ApparmorPart, problemCodes } from '../policy/model';
import { digestOf, type FoundKind, foundKinds } from '../syntax/digest';

export const dangerOf = (kind: Danger['kind']): string => `danger ${kind}`;

export const conventionOf = (name: Convention): string => `convention ${name}`;

/** Statements of which the digest of a file keeps a list. */
export const statementsOf = (kind: FoundKind): string => `statements ${kind}`;

export function present(part: ApparmorPart, { apparmor }: Context): ReadonlySet<string> {
  const found = new Set<string>(problemCodes(part));
  for (const kind of dangerKindsIn(part)) found.add(dangerOf(kind));
  for (const name of apparmor.conventions ?? []) found.add(conventionOf(name));
  const digest = digestOf(part.tree);
  for (const kind of foundKinds) if (!digest[kind].isEmpty) found.add(statementsOf(kind));
  return found;
}
