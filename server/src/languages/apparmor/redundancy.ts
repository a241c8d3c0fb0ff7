/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { type Claims, coveredBy, deniedBy, inOrder, type LiveBody, partnersOf } from './checks';
import type { Item } from './flatten';
import { type Live, liveAt } from './liveRules';
import { type ApparmorPart, policyOf } from './model';

export interface Redundant {
  readonly rule: Live;
  readonly by: Live;
}

interface Redundancies {
  readonly denied: readonly Redundant[];
  readonly covered: readonly Redundant[];
}

const known = new WeakMap<ApparmorPart, Redundancies>();

export function redundanciesOf(part: ApparmorPart): Redundancies {
  let found = known.get(part);
  if (!found) {
    found = gather(part);
    known.set(part, found);
  }
  return found;
}

function gather(part: ApparmorPart): Redundancies {
  const denied: Redundant[] = [];
  const covered: Redundant[] = [];
  for (const body of policyOf(part).bodies) {
    if (body.site) continue;
    const { list, places } = claimsIn(body);
    const { scope } = body;
    scope.denied = partnersOf(list, deniedBy, scope.denied);
    scope.covered = partnersOf(list, coveredBy, scope.covered);
    const isOwn = ({ item }: Live) => !item.site && item.file === part.root;
    const live = (index: number) => liveAt(body, places[index] as number);
    const dead = new Set<number>();
    for (const [one, other] of inOrder(list, scope.denied.first)) {
      dead.add(one);
      const rule = live(one);
      if (isOwn(rule)) denied.push({ rule, by: live(other) });
    }
    for (const [one, other] of inOrder(list, scope.covered.first)) {
      const rule = live(one);
      if (isOwn(rule) && !dead.has(one)) covered.push({ rule, by: live(other) });
    }
  }
  return { denied, covered };
}

/** The claims of a body's rules, each once, and which rule makes them. */
function claimsIn({ items, denied, meanings }: LiveBody): { readonly list: readonly Claims[]; readonly places: readonly number[] } {
  const list: Claims[] = [];
  const places: number[] = [];
  const included = new Set<Claims>();
  for (let i = 0; i < meanings.length; i++) {
    const own = meanings[i]?.claims;
    if (!own) continue;
    const item = items[i] as Item;
    const said = denied.size > 0 && denied.has(item) ? denying(own) : own;
    // Only what is included can stand in a body twice.
    if (item.site) {
      if (included.has(said)) continue;
      included.add(said);
    }
    list.push(said);
    places.push(i);
  }
  return { list, places };
}

const twins = new WeakMap<Claims, Claims>();

/** The claims of a rule in a block that denies. */
function denying(claims: Claims): Claims {
  let twin = twins.get(claims);
  if (!twin) {
    twin = { ...claims, denies: true };
    twins.set(claims, twin);
  }
  return twin;
}
