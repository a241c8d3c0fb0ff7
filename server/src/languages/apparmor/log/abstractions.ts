/** The files that a profile can include in place of single rules, and what they open beside what was asked for. */

import { memo } from '../../../core';
import { abstractionHelp } from '../../../knowledge';
import { runsOtherwise } from '../meaning/execConflicts';
import { opensToo } from '../meaning/phrases';
import { singles } from '../meaning/requests';
import { judge } from '../meaning/verdict';
import { type EffectiveRule, effectiveRules, textOf } from '../policy/effectiveRules';
import { type ApparmorPart, fragmentName } from '../policy/model';
import type { Subject } from './subject';
import type { Wish } from './wishes';

export interface Abstraction {
  /** As `include` names it: `abstractions/fonts`. */
  readonly name: string;
  readonly rules: readonly EffectiveRule[];
  readonly risk?: string;
}

/** More rules than this open too much to be taken without a look. */
const mostRules = 80;

export const abstractionOf = memo((part: ApparmorPart): Abstraction | undefined => {
  const name = fragmentName(part.uri);
  if (!part.fragment || !name?.startsWith('abstractions/')) return undefined;
  const rules = [...effectiveRules(part, undefined)];
  const risk = abstractionHelp().get(name.slice('abstractions/'.length))?.risk;
  return { name, rules, ...(risk !== undefined && { risk }) };
});

export const allows = ({ rules }: Pick<Abstraction, 'rules'>, { subject, request }: Wish): boolean =>
  request.kind !== 'flag' &&
  singles(request).every((single) => {
    const verdict = judge(rules, single, subject.fits);
    return verdict !== undefined && verdict.mode === 'allow';
  });

/** Those that allow what is asked for, the best first: it covers most of the log, then it has the fewest rules. */
export function abstractionsFor(one: Wish, all: readonly Wish[], library: readonly ApparmorPart[]): readonly Abstraction[] {
  const same = all.filter(({ subject }) => subject === one.subject);
  return library
    .flatMap((part) => abstractionOf(part) ?? [])
    .filter((abstraction) => allows(abstraction, one) && !conflicts(abstraction, one))
    .map((abstraction) => ({ abstraction, covered: coveredBy(abstraction, same) }))
    .sort((a, b) => b.covered - a.covered || a.abstraction.rules.length - b.abstraction.rules.length)
    .slice(0, 3)
    .map(({ abstraction }) => abstraction);
}

const coveredBy = (abstraction: Abstraction, wishes: readonly Wish[]): number => wishes.filter((wish) => allows(abstraction, wish)).length;

/** apparmor_parser would refuse it together with the rules of the profile. */
const conflicts = ({ rules }: Abstraction, { subject }: Wish): boolean => runsOtherwise(rules, subject.rules, subject.scope.fill);

/** Whether it is the better answer than rules: it covers several, is not large, and a reviewer would not stop at it. */
export const isBest = (abstraction: Abstraction, one: Wish, all: readonly Wish[]): boolean =>
  abstraction.risk === undefined &&
  abstraction.rules.length <= mostRules &&
  !one.subject.created?.parent &&
  coveredBy(
    abstraction,
    all.filter(({ subject }) => subject === one.subject),
  ) > 1;

/** What it allows besides the requests of the log. */
export function openedBy(abstraction: Abstraction, subject: Subject, all: readonly Wish[]): string {
  const asked = all.filter((wish) => wish.subject === subject && allows(abstraction, wish));
  const others = abstraction.rules.filter(
    (live) => live.mode !== 'deny' && !asked.some(({ request }) => singles(request).every((single) => judge([live], single, subject.fits))),
  );
  return opensToo(abstraction.name, [...new Set(others.map(textOf))]);
}
