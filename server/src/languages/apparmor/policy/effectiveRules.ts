/**
 * The rules that a profile ends up with: its own, those of its includes, of blocks and of the branches that are taken. `explain`, `diff`, logs
 * and the call hierarchy all read these; the checks read the same rules row by row (`policy/checks/body.ts`).
 */

import type { RuleMode, RuleStatement } from '../syntax/tree';
import { type JudgedRow, type NamedProfile, outlivesBlock } from './checks';
import { type Owner, type PlacedInclude, ruleAt } from './flatten';
import { type ApparmorPart, policyOf } from './model';
import type { Item } from './origin';

/** A rule with what the blocks around it say of it. */
export interface EffectiveRule {
  readonly rule: RuleStatement;
  readonly item: Item<RuleStatement>;
  /** With `prompt` a user is asked. */
  readonly mode: RuleMode;
  readonly audit: boolean;
  /** Whose files it is about. */
  readonly owner?: Owner;
  readonly priority: number;
  /** The include that brought it. */
  readonly include?: PlacedInclude;
}

/** Without a profile the rules of a fragment. Of a block apparmor_parser keeps some kinds of rules, and drops the others. */
export function* effectiveRules(part: ApparmorPart, profile: NamedProfile | undefined): Generator<EffectiveRule> {
  for (const segment of policyOf(part).bodyOf.get(profile)?.segments ?? []) {
    for (const index of segment.row.rules.keys()) {
      const rule = ruleOf(segment, index);
      if (rule && !isDropped(segment, rule.rule)) yield rule;
    }
  }
}

/** The rules that apparmor_parser drops because they are in a block. */
export function* droppedRules(part: ApparmorPart, profile: NamedProfile | undefined): Generator<EffectiveRule> {
  for (const segment of policyOf(part).bodyOf.get(profile)?.segments ?? []) {
    for (const index of segment.around ? segment.row.rules.keys() : []) {
      const rule = ruleOf(segment, index);
      if (rule && isDropped(segment, rule.rule)) yield rule;
    }
  }
}

const isDropped = ({ around }: JudgedRow, rule: RuleStatement): boolean => around !== undefined && !outlivesBlock(rule);

/** Undefined where the rule is about files of the owner and of others at once, which no file is. */
function ruleOf(segment: JudgedRow, index: number): EffectiveRule | undefined {
  const item = ruleAt(segment, index);
  const { around, include } = segment;
  const { mode, owner: own, priority, audit } = item.statement.qualifiers;
  const [owner, ...more] = new Set([...(around?.owners ?? []), ...(own ? [own.value] : [])]);
  if (more.length > 0) return undefined;
  return {
    rule: item.statement,
    item,
    mode: mode?.value ?? around?.mode ?? 'allow',
    audit: audit !== undefined || around?.audit === true,
    priority: Number(priority?.value?.raw ?? 0),
    ...(owner && { owner }),
    ...(include && { include }),
  };
}

/** As the rule is written in its file, on one line. */
export const textOf = ({ rule, item }: EffectiveRule): string =>
  item.file.tree.text
    .slice(item.start + rule.span.start, item.start + rule.span.end)
    .replace(/,\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120);

/** The includes of the profile whose files could not be read, `text` as it is written. */
export function unreadIncludes(
  part: ApparmorPart,
  profile: NamedProfile | undefined,
): readonly { readonly path: string; readonly text: string }[] {
  return (policyOf(part).bodyOf.get(profile)?.includes ?? []).flatMap(({ statement, file, start }) => {
    const state = file.includes.get(statement)?.state;
    if (!statement.file || state === 'found' || state === 'nothing') return [];
    const { path, span } = statement.file;
    return [{ path, text: `include ${file.tree.text.slice(start + span.start, start + span.end)}` }];
  });
}
