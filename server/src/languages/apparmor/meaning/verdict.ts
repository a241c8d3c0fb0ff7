/** Which rule of a profile allows or denies what is asked for. */

import type { EffectiveRule } from '../policy/effectiveRules';
import { isExact } from '../syntax/glob';
import type { RuleStatement } from '../syntax/tree';
import { wordValue } from '../syntax/words';
import { concerns } from './concerns';
import type { Fits } from './fits';
import type { Request } from './requests';

/**
 * The rule that decides; undefined where there is none, so that the request is denied for want of a rule. The highest priority counts,
 * there deny before allow before prompt; of several that allow, the one that says most about a path.
 */
export function judge(all: readonly EffectiveRule[], request: Request, fits: Fits): EffectiveRule | undefined {
  const concerned = all.filter((live) => concerns(live, request, fits));
  const highest = Math.max(...concerned.map(({ priority }) => priority));
  const first = concerned.filter(({ priority }) => priority === highest);
  const denying = first.filter(({ mode }) => mode === 'deny');
  if (denying.length > 0) return mostExact(denying);
  const allowing = first.filter(({ mode }) => mode === 'allow');
  const deciding = allowing.length > 0 ? allowing : first;
  // An exact path decides how it is executed, whatever patterns say; rules for everyone come before those for owners.
  const exact = mostExact(deciding);
  if (exact && isExact(globOf(exact))) return exact;
  return mostExact(deciding.filter(({ owner }) => owner === undefined)) ?? exact;
}

const globOf = ({ rule }: EffectiveRule): string =>
  (rule.verb === 'file' || rule.verb === 'link') && rule.path ? wordValue(rule.path.raw).replace(/@\{\w+\}/g, '_') : '**';

/** The rule that says most about the one path: without wildcards, else with most text before the first. */
function mostExact(rules: readonly EffectiveRule[]): EffectiveRule | undefined {
  const measure = (one: EffectiveRule) => {
    const glob = globOf(one);
    return isExact(glob) ? Number.POSITIVE_INFINITY : glob.search(/[*?[{]/);
  };
  return rules.reduce<EffectiveRule | undefined>(
    (best, one) => (best === undefined || measure(one) > measure(best) ? one : best),
    undefined,
  );
}

/** Letters that a link must not have where its target does not. */
const comparedLetters = [...'rwakmx'];

/** The permissions of a link that its target does not have, where a rule compares the two: `l` of a file rule, and `subset`. */
export function lackingOf(all: readonly EffectiveRule[], request: Extract<Request, { kind: 'link' }>, fits: Fits): string {
  const compares = all.some(
    (live) => live.mode !== 'deny' && concerns(live, request, fits) && (live.rule.verb === 'file' || isSubset(live.rule)),
  );
  if (!compares) return '';
  const allows = (path: string, permissions: string) => {
    const rule = judge(all, { kind: 'file', path, permissions, ...(request.owner !== undefined && { owner: request.owner }) }, fits);
    return rule !== undefined && rule.mode !== 'deny';
  };
  return comparedLetters.filter((letter) => allows(request.path, letter) && !allows(request.target, letter)).join('');
}

const isSubset = (rule: RuleStatement): boolean => rule.verb === 'link' && rule.subset !== undefined;
