/** The profile that a log speaks of, and which of its rules decides. */

import type { Live } from '../liveRules';
import { type ApparmorPart, policyOf } from '../model';
import { type NamedProfile, profilesOf } from '../profiles';
import { expand } from '../variables';
import type { Request } from './request';
import { concerns, type Fits } from './verdict';

/** The profile of a name in the log; undefined for the rules of a fragment, whatever profile includes them. */
export function profileFor(part: ApparmorPart, logged: string): NamedProfile | undefined | 'unknown' {
  // Complain mode goes on in a profile of its own behind an exec that no rule allows.
  const name = logged.replace(/\/\/null-.*$/, '').replace(/^:[^:]*:(?:\/\/)?/, '');
  const own = profilesOf(part).filter(({ item }) => !item.site);
  if (own.length === 0 && part.fragment) return undefined;
  const { environment } = policyOf(part);
  const fitting = own.find(({ fullName }) => fullName === name || expand(fullName, environment).glob === name);
  return fitting ?? 'unknown';
}

/** The rule that decides; undefined where there is none, so that the request is denied for want of a rule. */
export function judge(all: readonly Live[], request: Request, fits: Fits): Live | undefined {
  const concerned = all.filter(({ rule }) => concerns(rule, request, fits));
  const highest = Math.max(...concerned.map(({ priority }) => priority));
  const first = concerned.filter(({ priority }) => priority === highest);
  return first.find(({ denies }) => denies) ?? first[0];
}
