import { applyEdits, type Context } from '../../core';
import type { SeccompOverlay } from '../../knowledge';
import { insertItem, type Plain, setMember } from '../../tree';
import { type Analysis, analysisOf, decide } from './analysis';
import { withoutCalls } from './edits';
import { branchesOf } from './merge/callBranches';
import { fieldOf, listOf, namesOf, type ProfileRule } from './model';
import { jsonPart, type SeccompPart, yamlPart } from './part';
import { formatOf } from './target';
import { isAllowed } from './wording';
import { findAction } from './words';

/** A profile that allows what a purpose needs; the same text where it allows all of it. */
export function withOverlay(part: SeccompPart, overlay: SeccompOverlay, context: Context): string {
  const analysis = analysisOf(part, context);
  const rules = analysis ? overlay.allows.flatMap((rule) => missingOf(analysis, rule)) : [];
  if (!part.profile || !rules.length) return part.text;
  const shorter = withoutOpposing(part, rules);
  const { profile, tree, text } = shorter;
  if (!profile) return part.text;
  const canComment = !part.object && formatOf(profile) !== 'oci';
  const values = rules.map(({ names, args }): Plain => {
    const rule = { names, action: 'SCMP_ACT_ALLOW', ...(args && { args: args as unknown as Plain }) };
    return canComment ? { ...rule, comment: `For ${overlay.purpose}.` } : rule;
  });
  const list = listOf(fieldOf(profile.node, 'syscalls')?.value);
  const edits = list?.items.length
    ? values.flatMap((value) => insertItem(tree, list, value))
    : setMember(tree, profile.node, 'syscalls', values);
  return applyEdits(text, edits);
}

type Allowance = SeccompOverlay['allows'][number];

/** What the profile does not allow yet on this host. */
function missingOf(analysis: Analysis, rule: Allowance): readonly Allowance[] {
  const { architecture } = analysis.host;
  const isOpen = (name: string) => {
    if (rule.args) {
      const args = rule.args.reduce<bigint[]>((all, { index, value }) => all.with(index, BigInt(value)), [0n, 0n, 0n, 0n, 0n, 0n]);
      return isAllowed(decide(analysis, architecture, name, args).verdict);
    }
    const { branches, otherwise } = branchesOf(analysis, name);
    return branches.every(({ verdict }) => isAllowed(verdict)) && isAllowed(otherwise);
  };
  const names = rule.names.filter((name) => !isOpen(name));
  return names.length ? [{ ...rule, names }] : [];
}

/** libseccomp refuses a call that is both allowed and refused, and drops conditions beside a rule without. */
function withoutOpposing(part: SeccompPart, rules: readonly Allowance[]): SeccompPart {
  const whole = new Set(rules.flatMap(({ names, args }) => (args ? [] : names)));
  const opposes = (rule: ProfileRule) => rule.args.length > 0 || findAction(rule.action?.value)?.outcome === 'denied';
  const removals = (part.profile?.rules ?? []).filter(opposes).flatMap((rule) => {
    const names = namesOf(rule).filter(({ value }) => whole.has(value));
    return names.length ? [{ rule, names }] : [];
  });
  if (!removals.length) return part;
  const text = applyEdits(part.text, withoutCalls(part.tree, removals));
  return part.tree.syntax === 'json' ? jsonPart(text, part.path) : yamlPart(text, part.path);
}
