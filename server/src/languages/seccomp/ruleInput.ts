import { type Context, type PartPiece, PieceChecks, type PieceSlot, type Report, type Steps } from '../../core';
import { type ObjectNode, resolved as resolvedNode, type Tree } from '../../tree';
import { type Analysis, analysisOf } from './analysis';
import { fieldValue, keptWith, type ProfileRule } from './model';
import type { SeccompPart } from './part';
import { resolve } from './resolve';
import { placesIn, profileShape, ruleShape, type ShapedNode } from './shape';

/** What a rule reads: the profile, and what the runtime makes of it. */
export interface RuleInput extends Analysis {
  readonly part: SeccompPart;
  readonly tree: Tree;
  readonly context: Context;
}

/** A report about a profile. */
export interface ProfileReport extends Report {
  /** The profile's rule that is wrong, if the loader reads it only when its conditions apply: elsewhere it accepts the file. */
  readonly within?: ProfileRule;
}

/** A check of a part that has a profile; parts without one have other rules. */
export const onProfile = (check: (input: RuleInput) => Iterable<ProfileReport>) =>
  function* (part: SeccompPart, context: Context): Iterable<Report> {
    const analysis = analysisOf(part, context);
    if (!analysis) return;
    for (const report of check({ ...analysis, part, tree: part.tree, context }))
      yield accepted(report, analysis) ? { ...report, severity: 'warning' } : report;
  };

interface EachInput extends RuleInput {
  /** The objects of the rule; of the profile those outside of its rules. */
  readonly places: () => Iterable<ShapedNode>;
}

/** A check that looks at one rule of the profile at a time, or at what the profile says outside of its rules. */
type EachCheck = (input: EachInput) => Iterable<ProfileReport>;

/** A rule of the profile that is judged by itself. */
interface RulePiece extends PartPiece {
  readonly rule: ProfileRule;
}

const eachRule = new PieceChecks<SeccompPart, EachInput, ProfileReport, RulePiece>(
  (part, context) => {
    const analysis = analysisOf(part, context);
    if (!analysis) return undefined;
    const input: RuleInput = { ...analysis, part, tree: part.tree, context };
    const pieces = analysis.profile.rules.map(
      (rule): RulePiece => ({ rule, start: rule.node.span.start - rule.said.node.span.start, slot: keptWith(rule, undefined, newSlot) }),
    );
    return { by: surroundingsOf(input), pieces, inputOf: ({ rule }) => alone(rule.said, input) };
  },
  (report, input) => {
    const { cure, within: _, ...plain } = report;
    return { ...plain, ...(accepted(report, input) && { severity: 'warning' }), ...(cure && { cure: curable }) };
  },
);

/** In the place of a cure, which is made again when it is requested. */
const curable = () => [];

const newSlot = (): PieceSlot => ({});

/**
 * A check that needs no other rule to judge one, and of the profile's head only how it is resolved. It is given the profile without rules, and then
 * each rule as if it were the only one, without the text around it. What it reports of a rule is kept with what the rule says, so that an edit has
 * the rules judged that it touches.
 */
export function onEachRule(check: EachCheck): (part: SeccompPart, context: Context) => Iterable<Report> {
  eachRule.add(check);
  return function* (part, context) {
    const analysis = analysisOf(part, context);
    if (!analysis) return;
    const profile = { ...analysis.profile, rules: [] };
    const places = () => placesIn(part.root, profileShape, resolvedNode(fieldValue(profile.node, 'syscalls')));
    const input: RuleInput = { ...analysis, part, tree: part.tree, context };
    yield* check({ ...input, resolved: { ...analysis.resolved, rules: [] }, profile, places });
    for (const { report, piece, index } of eachRule.of(check, part, context))
      yield report.cure ? { ...report, cure: () => [...check(alone(piece.rule, input))][index]?.cure?.() ?? [] } : report;
  };
}

/** Does all of these checks for each rule of a profile, with a pause after each rule. */
export const judging = (part: SeccompPart, context: Context): Steps<void> => eachRule.judging(part, context);

const keys = new Map<string, string>();

/** All that these checks read outside of a rule; the same string for the same. */
function surroundingsOf({ loader, host, resolved, profile, part }: RuleInput): string {
  const { unconfined, default: verdict, abis } = resolved;
  const words = JSON.stringify([
    [loader.target, loader.release, loader.reader, loader.runtime],
    [host.architecture.name, host.kernel, [...host.capabilities]],
    [unconfined, verdict, abis.map(({ name }) => name), profile.archMap.length > 0],
    [part.object !== undefined],
  ]);
  if (keys.size > 50) keys.clear();
  const key = keys.get(words) ?? words;
  keys.set(words, key);
  return key;
}

const nowhere: ObjectNode = { kind: 'object', span: { start: 0, end: 0 }, members: [], flow: true };

/** The input with one rule, and with nothing of the profile beside it. */
function alone(rule: ProfileRule, { profile, resolved, host, loader, ...input }: RuleInput): EachInput {
  const rest = resolve({ node: nowhere, architectures: [], archMap: [], rules: [rule] }, loader, host);
  return {
    ...input,
    host,
    loader,
    places: () => placesIn(rule.node, ruleShape),
    profile: { node: nowhere, architectures: [], archMap: profile.archMap, rules: [rule] },
    resolved: { ...resolved, rules: rest.rules, passedOver: rest.passedOver },
  };
}

/** Whether the loader on this host passes over the rule that would make it refuse the file. */
const accepted = ({ within, severity = 'error' }: ProfileReport, { resolved }: Pick<Analysis, 'resolved'>): boolean =>
  within !== undefined && severity === 'error' && resolved.passedOver.has(within);
