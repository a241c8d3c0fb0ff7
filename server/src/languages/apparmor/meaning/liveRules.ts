/** The rules that a profile ends up with: its own, those of its includes, of blocks and of the branches that are taken. */

import { outlivesBlock, type Segment } from '../policy/checks';
import { flatten, type Item, isRow, ruleAt } from '../policy/flatten';
import { type ApparmorPart, policyOf } from '../policy/model';
import type { NamedProfile } from '../policy/profiles';
import type { FileName, Rule } from '../syntax/tree';

/** A rule with what its block says of it. */
export interface Live {
  readonly rule: Rule;
  readonly item: Item;
  readonly denies: boolean;
  /** Neither allows nor denies: a user is asked. */
  readonly prompts: boolean;
  readonly owner?: 'owner' | 'other';
  readonly priority: number;
}

/** Without a profile the rules of a fragment. Of a block apparmor_parser keeps some kinds of rules, and drops the others. */
export function rulesOf(part: ApparmorPart, profile: NamedProfile | undefined): readonly Live[] {
  return allOf(part, profile, (segment, rule) => !segment.around || (outlivesBlock(rule) && ownersOf(segment, rule).size < 2));
}

/** The rules that apparmor_parser drops because they stand in a block. */
export function droppedRules(part: ApparmorPart, profile: NamedProfile | undefined): readonly Live[] {
  return allOf(part, profile, (segment, rule) => segment.around !== undefined && !outlivesBlock(rule));
}

/** Whose files the rule and the blocks around it are about; about both at once no file is. */
const ownersOf = ({ around }: Segment, { qualifiers }: Rule): ReadonlySet<'owner' | 'other'> =>
  new Set([...(around?.owners ?? []), ...(qualifiers.owner ? [qualifiers.owner.value] : [])]);

function allOf(part: ApparmorPart, profile: NamedProfile | undefined, wanted: (segment: Segment, rule: Rule) => boolean): readonly Live[] {
  const { bodies } = policyOf(part);
  const body = bodies.find((one) => one.profile === profile?.profile && one.start === (profile?.item.start ?? 0));
  if (!body) return [];
  return body.segments.flatMap((segment) =>
    segment.row.rules.flatMap(({ statement }, i) => (wanted(segment, statement) ? [liveAt(segment, i)] : [])),
  );
}

export function liveAt(segment: Segment, index: number): Live {
  const item = ruleAt(segment, index);
  const { qualifiers } = item.statement;
  const mode = qualifiers.mode?.value ?? segment.around?.mode;
  const [owner] = ownersOf(segment, item.statement);
  const priority = Number(qualifiers.priority?.value?.raw ?? 0);
  return { rule: item.statement, item, denies: mode === 'deny', prompts: mode === 'prompt', priority, ...(owner && { owner }) };
}

/** As the rule stands in its file, on one line. */
export const textOf = ({ rule, item }: Live): string =>
  item.file.tree.text
    .slice(item.start + rule.span.start, item.start + rule.span.end)
    .replace(/,\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);

/** The files of includes in the profile that could not be read. */
export function unreadIncludes({ profile, item }: NamedProfile): readonly FileName[] {
  const pieces = profile.body ? flatten(item.file, profile.body, item.start) : [];
  return pieces.flatMap((piece) => {
    if (isRow(piece) || piece.statement.kind !== 'include') return [];
    const { statement, file } = piece;
    if (!statement.file) return [];
    const state = file.includes.get(statement)?.state;
    return state === 'found' || state === 'nothing' ? [] : [statement.file];
  });
}
