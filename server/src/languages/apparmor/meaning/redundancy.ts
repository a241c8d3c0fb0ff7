/** Rules that never decide anything: what they allow is denied by another, or allowed by another already. */

import { memo, type Span, shift } from '../../../core';
import { type Claims, type Column, coveredBy, deniedBy, isInDeny, type JudgedRow, type RowPosition } from '../policy/checks';
import { isPartial } from '../policy/directives';
import { type ApparmorPart, policyOf } from '../policy/model';
import { nameSpan } from '../syntax/expandedWords';

/** In the open file. */
export interface Redundant {
  readonly span: Span;
  /** The rule that makes it so, or the include that adds that rule. */
  readonly by: Span;
  readonly byInclude: boolean;
}

interface Redundancies {
  readonly denied: readonly Redundant[];
  readonly covered: readonly Redundant[];
  /** The names of profiles whose rules were too many and too alike to be compared all. */
  readonly cut: readonly Span[];
}

export const redundanciesOf = memo((part: ApparmorPart): Redundancies => {
  const { denied, cut } = gather(part, false);
  let covered: readonly Redundant[] | undefined;
  return {
    denied,
    cut,
    get covered() {
      covered ??= gather(part, true).covered;
      return covered;
    },
  };
});

/** What is covered takes long to say of a long profile, and not everyone asks. */
function gather(part: ApparmorPart, withCovered: boolean) {
  const denied: Redundant[] = [];
  const covered: Redundant[] = [];
  const cut: Span[] = [];
  for (const { profile, scope, segments } of policyOf(part).bodies) {
    if (profile?.item.site) continue;
    const columns = segments.map((segment) => (isInDeny(segment) ? segment.meaning.denials : segment.meaning.claims));
    const isOwnRow = (row: number) => !segments[row]?.site && segments[row]?.file === part.root;
    scope.claims.update(
      columns.map(({ elements }) => elements),
      isOwnRow,
    );
    if (scope.claims.isCut || scope.executions.isCut)
      cut.push(profile ? shift(nameSpan(profile.profile), profile.item.start) : { start: 0, end: 0 });
    const place = ({ row, index }: RowPosition): RulePlace => {
      const segment = segments[row] as JudgedRow;
      const { elements, starts } = columns[row] as Column<Claims>;
      const claims = elements[index] as Claims;
      return { segment, claims, span: shift(claims.rule.span, segment.start + (starts[index] as number)) };
    };
    // A rule that is missing in some builds decides nothing in the others.
    const always = ({ segment, span }: RulePlace) => !isPartial(segment, span.start, part.root);
    const dead = new Set<Claims>();
    for (const [one, other] of scope.claims.pairs(deniedBy)) {
      const by = place(other);
      if (!always(by)) continue;
      const rule = place(one);
      dead.add(rule.claims);
      denied.push(redundant(rule, by));
    }
    for (const [one, other] of withCovered ? scope.claims.pairs(coveredBy) : []) {
      const [rule, by] = [place(one), place(other)];
      if (!dead.has(rule.claims) && always(by)) covered.push(redundant(rule, by));
    }
  }
  return { denied, covered, cut };
}

interface RulePlace {
  readonly segment: JudgedRow;
  readonly claims: Claims;
  /** Of the rule, in its own file. */
  readonly span: Span;
}

const redundant = (rule: RulePlace, { segment, span }: RulePlace): Redundant => ({
  span: rule.span,
  by: segment.site ?? span,
  byInclude: segment.site !== undefined,
});
