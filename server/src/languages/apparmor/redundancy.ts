/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { type Span, shift } from '../../core';
import { type Claims, coveredBy, deniedBy, type Position, type Segment } from './checks';
import { isPartial } from './directives';
import { type Item, placeOf, ruleAt } from './flatten';
import { type ApparmorPart, policyOf } from './model';
import type { Statement } from './tree';

/** In the open file. */
export interface Redundant {
  readonly span: Span;
  /** The rule that makes it so, or the include that brings that rule. */
  readonly by: Span;
  readonly byInclude: boolean;
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
    const ruleOf = ({ row, index }: Position) => ruleAt(segments[row] as Segment, columns[row]?.rules[index] as number);
    const isOwn = ({ row }: Position) => !segments[row]?.site && segments[row]?.file === part.root;
    // A rule that some builds lack decides nothing in the others.
    const always = (item: Item) => !isPartial(item, item.start + item.statement.span.start, part.root);
    const redundant = (rule: Item, other: Item): Redundant => ({
      span: shift(rule.statement.span, rule.start),
      by: placeOf(other, other.statement.span),
      byInclude: other.site !== undefined,
    });
    const dead = new Set<Statement>();
    for (const [one, other] of scope.claims.pairs(deniedBy)) {
      const by = ruleOf(other);
      if (!always(by)) continue;
      const rule = ruleOf(one);
      dead.add(rule.statement);
      if (isOwn(one)) denied.push(redundant(rule, by));
    }
    for (const [one, other] of scope.claims.pairs(coveredBy)) {
      if (!isOwn(one)) continue;
      const [rule, by] = [ruleOf(one), ruleOf(other)];
      if (!dead.has(rule.statement) && always(by)) covered.push(redundant(rule, by));
    }
  }
  return { denied, covered };
}

const none: readonly Claims[] = [];
