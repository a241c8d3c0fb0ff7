import {
  type Context,
  memo,
  memoPair,
  memoWord,
  type PartPiece,
  PieceChecks,
  type PieceSlot,
  type Report,
  type Steps,
  workLimits,
} from '../../core';
import { type ObjectNode, resolved as resolvedNode, type Tree } from '../../tree';
import { type Analysis, analysisOf } from './analysis';
import { isOverruled } from './clashes';
import { fieldValue, keptWith, type ProfileRule } from './model';
import type { SeccompPart } from './part';
import { resolve } from './resolve';
import { placesIn, profileShape, ruleShape, type ShapedNode } from './shape';
import { unknownNamesOf } from './unknownNames';

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
    const input = inputOf(part, context);
    if (!input) return;
    for (const report of check(input)) yield accepted(report, input) ? { ...report, severity: 'warning' } : report;
  };

export const inputOf = memoPair((part: SeccompPart, context: Context): RuleInput | undefined => {
  const analysis = analysisOf(part, context);
  return analysis && { ...analysis, part, tree: part.tree, context };
});

interface EachInput extends RuleInput {
  /** Others decide for every call that the rule names (`isOverruled`). */
  readonly overruled: boolean;
  /** For how many of the unknown names a similar one is searched, of the first ones. */
  readonly searched: number;
  /** The objects of the rule; of the profile those outside of its rules. */
  readonly places: () => Iterable<ShapedNode>;
}

/** A check that looks at one rule of the profile at a time, or at what the profile says outside of its rules. */
type EachCheck = (input: EachInput) => Iterable<ProfileReport>;

/** A rule of the profile that is judged by itself. */
interface RulePiece extends PartPiece {
  readonly rule: ProfileRule;
  readonly around: Surroundings;
}

/** What the checks of a rule read of the others. */
type Surroundings = Pick<EachInput, 'overruled' | 'searched'>;

/** The same object for the same, so that it can be compared. */
const surroundings = memoWord((_: object, key: `${boolean} ${number}`): Surroundings => {
  const [overruled, searched] = key.split(' ');
  return { overruled: overruled === 'true', searched: Number(searched) };
});

const eachRule = new PieceChecks<SeccompPart, EachInput, ProfileReport, RulePiece>(
  (part, context) => {
    const analysis = analysisOf(part, context);
    if (!analysis) return undefined;
    const input = inputOf(part, context) as RuleInput;
    const head = headOf(input);
    let left: number = workLimits.suggestions;
    const pieces = analysis.profile.rules.map((rule): RulePiece => {
      const unknown = unknownNamesOf(rule).length;
      const searched = Math.min(left, unknown);
      left -= searched;
      const around = surroundings(head, `${keptWith(rule, undefined, hasConditions) && isOverruled(analysis, rule)} ${searched}`);
      return {
        rule,
        around,
        start: rule.node.span.start - rule.said.node.span.start,
        slot: keptWith(rule, undefined, newSlot),
        by: around,
      };
    });
    return { pieces, inputOf: ({ rule, around }) => alone(rule.said, input, around) };
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
    const input = inputOf(part, context);
    if (!input) return;
    yield* check(withoutRules(input));
    for (const { report, piece, index } of eachRule.of(check, part, context))
      yield report.cure ? { ...report, cure: () => [...check(alone(piece.rule, input, piece.around))][index]?.cure?.() ?? [] } : report;
  };
}

/** Does all of these checks for each rule of a profile, with a pause after each rule. */
export const judging = (part: SeccompPart, context: Context): Steps<void> => eachRule.judging(part, context);

/** What the profile says outside of its rules. */
const withoutRules = memo((input: RuleInput): EachInput => {
  const { part, resolved } = input;
  const profile = { ...input.profile, rules: [] };
  const places = () => placesIn(part.root, profileShape, resolvedNode(fieldValue(profile.node, 'syscalls')));
  return { ...input, resolved: { ...resolved, rules: [], passedOver: new Set() }, profile, places, overruled: false, searched: 0 };
});

const hasConditions = ({ args }: ProfileRule): boolean => args.length > 0;

const keys = new Map<string, object>();

/** All that these checks read of the profile's head and of the settings; the same object for the same. */
function headOf({ loader, host, resolved, profile, part }: RuleInput): object {
  const { unconfined, default: verdict, abis } = resolved;
  const words = JSON.stringify([
    [loader.target, loader.release, loader.reader, loader.runtime],
    [host.architecture.name, host.kernel, [...host.capabilities]],
    [unconfined, verdict, abis.map(({ name }) => name), profile.archMap.length > 0],
    [part.object !== undefined],
  ]);
  if (keys.size > 50) keys.clear();
  const key = keys.get(words) ?? {};
  keys.set(words, key);
  return key;
}

const nowhere: ObjectNode = { kind: 'object', span: { start: 0, end: 0 }, members: [], flow: true };

/** The input with one rule, and with nothing of the profile beside it. */
function alone(rule: ProfileRule, { profile, resolved, host, loader, ...input }: RuleInput, around: Surroundings): EachInput {
  const rest = resolve({ node: nowhere, architectures: [], archMap: [], rules: [rule] }, loader, host);
  return {
    ...input,
    ...around,
    host,
    loader,
    places: () => placesIn(rule.node, ruleShape),
    profile: { node: nowhere, architectures: [], archMap: profile.archMap, rules: [rule] },
    resolved: { ...resolved, rules: rest.rules, active: rest.active, passedOver: rest.passedOver },
  };
}

/** Whether the loader on this host passes over the rule that would make it refuse the file. */
const accepted = ({ within, severity = 'error' }: ProfileReport, { resolved }: Pick<Analysis, 'resolved'>): boolean =>
  within !== undefined && severity === 'error' && resolved.passedOver.has(within);
