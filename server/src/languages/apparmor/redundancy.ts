/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { type Claims, coveredBy, deniedBy, inOrder, type Live, partnersOf } from './checks';
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
  for (const { site, rules, meanings, scope } of policyOf(part).bodies) {
    if (site) continue;
    const list: Claims[] = [];
    const lives: Live[] = [];
    const included = new Set<Claims>();
    for (let i = 0; i < rules.length; i++) {
      const own = meanings[i]?.claims;
      if (!own) continue;
      const live = rules[i] as Live;
      const said = live.denies === own.denies ? own : denying(own);
      // Only what is included can stand in a body twice.
      if (live.item.site) {
        if (included.has(said)) continue;
        included.add(said);
      }
      list.push(said);
      lives.push(live);
    }
    scope.denied = partnersOf(list, deniedBy, scope.denied);
    scope.covered = partnersOf(list, coveredBy, scope.covered);
    const isOwn = ({ item }: Live) => !item.site && item.file === part.root;
    const dead = new Set<Live>();
    for (const [one, other] of inOrder(list, scope.denied.first)) {
      const rule = lives[one] as Live;
      dead.add(rule);
      if (isOwn(rule)) denied.push({ rule, by: lives[other] as Live });
    }
    for (const [one, other] of inOrder(list, scope.covered.first)) {
      const rule = lives[one] as Live;
      if (isOwn(rule) && !dead.has(rule)) covered.push({ rule, by: lives[other] as Live });
    }
  }
  return { denied, covered };
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
