/** The rules that a profile ends up with: its own, those of its includes, of blocks and of the branches that are taken. */

import type { LiveBody } from './checks';
import type { Item } from './flatten';
import { type ApparmorPart, policyOf } from './model';
import type { NamedProfile } from './profiles';
import type { Rule } from './tree';

/** A rule with what its block says of it. */
export interface Live {
  readonly rule: Rule;
  readonly item: Item;
  readonly denies: boolean;
  readonly priority: number;
}

/** Without a profile the rules of a fragment. */
export function rulesOf(part: ApparmorPart, profile: NamedProfile | undefined): readonly Live[] {
  const { bodies } = policyOf(part);
  const body = bodies.find((one) => one.profile === profile?.profile && one.start === (profile?.item.start ?? 0));
  return body ? body.items.map((_, i) => liveAt(body, i)) : [];
}

export function liveAt(body: LiveBody, index: number): Live {
  const item = body.items[index] as Item;
  const rule = item.statement as Rule;
  return { rule, item, denies: denies(body, item), priority: Number(rule.qualifiers.priority?.value?.raw ?? 0) };
}

export const denies = ({ denied }: LiveBody, item: Item): boolean =>
  (item.statement as Rule).qualifiers.mode?.value === 'deny' || denied.has(item);
