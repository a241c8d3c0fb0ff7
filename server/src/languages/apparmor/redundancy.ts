/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { type Claims, coveredBy, deniedBy, type Position, type Segment } from './checks';
import { isPartial } from './directives';
import { type Live, liveAt } from './liveRules';
import { type ApparmorPart, policyOf } from './model';
import type { Rule } from './tree';

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
  for (const { site, scope, segments } of policyOf(part).bodies) {
    if (site) continue;
    const columns = segments.map(({ denies, meaning }) => (denies ? meaning.denials : meaning.claims));
    scope.claims.update(columns.map(({ elements }, i) => (segments[i]?.again ? none : elements)));
    const live = ({ row, index }: Position) => liveAt(segments[row] as Segment, columns[row]?.rules[index] as number);
    const isOwn = ({ item }: Live) => !item.site && item.file === part.root;
    // A rule that some builds lack decides nothing in the others.
    const always = ({ item, rule }: Live) => !isPartial(item, item.start + rule.span.start, part.root);
    const dead = new Set<Rule>();
    for (const [one, other] of scope.claims.pairs(deniedBy)) {
      const rule = live(one);
      if (!always(live(other))) continue;
      dead.add(rule.rule);
      if (isOwn(rule)) denied.push({ rule, by: live(other) });
    }
    for (const [one, other] of scope.claims.pairs(coveredBy)) {
      const rule = live(one);
      if (isOwn(rule) && !dead.has(rule.rule) && always(live(other))) covered.push({ rule, by: live(other) });
    }
  }
  return { denied, covered };
}

const none: readonly Claims[] = [];
