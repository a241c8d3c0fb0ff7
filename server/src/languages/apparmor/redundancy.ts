/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { type Claims, coveredBy, deniedBy, type Live, partnersOf } from './checks';
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
    const claims = new Map<Claims, Live>();
    for (const [i, live] of rules.entries()) {
      const own = meanings[i]?.claims;
      if (!own) continue;
      const said = live.denies === own.denies ? own : denying(own);
      if (!claims.has(said)) claims.set(said, live);
    }
    const list = [...claims.keys()];
    scope.denied = partnersOf(list, deniedBy, scope.denied);
    scope.covered = partnersOf(list, coveredBy, scope.covered);
    for (const one of list) {
      const rule = claims.get(one) as Live;
      if (rule.item.site || rule.item.file !== part.root) continue;
      const denier = scope.denied.first.get(one);
      const keeper = denier ? undefined : scope.covered.first.get(one);
      if (denier) denied.push({ rule, by: claims.get(denier) as Live });
      if (keeper) covered.push({ rule, by: claims.get(keeper) as Live });
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
