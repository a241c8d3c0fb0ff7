/** The rules that a profile ends up with: its own, those of its includes, of blocks and of the branches that are taken. */

import type { Segment } from './checks';
import { flatten, type Item, isRow, ruleAt } from './flatten';
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
  return body ? body.segments.flatMap((segment) => segment.row.rules.map((_, i) => liveAt(segment, i))) : [];
}

export function liveAt(segment: Segment, index: number): Live {
  const item = ruleAt(segment, index);
  const { mode, priority } = item.statement.qualifiers;
  const denies = mode ? mode.value === 'deny' : segment.denies;
  return { rule: item.statement, item, denies, priority: Number(priority?.value?.raw ?? 0) };
}

/** As the rule stands in its file, on one line. */
export const textOf = ({ rule, item }: Live): string =>
  item.file.tree.text
    .slice(item.start + rule.span.start, item.start + rule.span.end)
    .replace(/,\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);

/** Includes of the profile that could not be read. */
export function unreadIncludes({ profile, item }: NamedProfile): readonly string[] {
  const pieces = profile.body ? flatten(item.file, profile.body, item.start) : [];
  return pieces.flatMap((piece) => {
    if (isRow(piece) || piece.statement.kind !== 'include') return [];
    const { statement, file } = piece;
    if (!statement.file) return [];
    const state = file.includes.get(statement)?.state;
    return state === 'found' || state === 'nothing' ? [] : [`include ${statement.file.raw}`];
  });
}
