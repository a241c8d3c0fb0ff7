import { type Context, memoPair, type Report, type Span } from '../../core';
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

const eachChecks: EachCheck[] = [];

/**
 * A check that needs no other rule to judge one, and of the profile's head only how it is resolved. It is given the profile without rules, and then
 * each rule as if it were the only one, without the text around it. What it reports of a rule is kept with what the rule says, so that an edit has
 * the rules judged that it touches.
 */
export function onEachRule(check: EachCheck): (part: SeccompPart, context: Context) => Iterable<Report> {
  eachChecks.push(check);
  return function* (part, context) {
    const analysis = analysisOf(part, context);
    if (!analysis) return;
    const profile = { ...analysis.profile, rules: [] };
    const places = () => placesIn(part.root, profileShape, resolvedNode(fieldValue(profile.node, 'syscalls')));
    yield* check({ ...analysis, resolved: { ...analysis.resolved, rules: [] }, profile, part, tree: part.tree, context, places });
    const found = reportsOf(part, context).get(check) ?? [];
    for (const one of found) {
      if ('error' in one) throw one.error;
      yield one;
    }
  };
}

/** What the checks found in one rule. Spans count from the rule's start. Cures are left out: they would keep the version alive that was judged first. */
interface Judged {
  readonly by: string;
  readonly found: readonly { readonly check: EachCheck; readonly reports: readonly KeptReport[]; readonly error?: unknown }[];
}

interface KeptReport {
  readonly report: Omit<Report, 'cure'>;
  readonly curable: boolean;
}

/** How often a rule was judged, for tests: the work must follow the change. */
export const judgedRules = { count: 0 };

type Found = Report | { readonly error: unknown };

/** What all these checks find in the rules of a profile, by check. */
const reportsOf = memoPair((part: SeccompPart, context: Context): ReadonlyMap<EachCheck, readonly Found[]> => {
  const all = new Map<EachCheck, Found[]>();
  const analysis = analysisOf(part, context);
  if (!analysis) return all;
  const input: RuleInput = { ...analysis, part, tree: part.tree, context };
  const by = surroundingsOf(input);
  for (const rule of analysis.profile.rules) {
    for (const { check, reports, error } of judged(rule, by, input).found) {
      const found = all.get(check) ?? [];
      all.set(check, found);
      const start = rule.node.span.start - rule.said.node.span.start;
      for (const [i, report] of reports.entries()) found.push(placedAt(report, start, () => check(alone(rule, input)), i));
      if (error !== undefined) found.push({ error });
    }
  }
  return all;
});

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

function judged(rule: ProfileRule, by: string, input: RuleInput): Judged {
  const before = keptWith(rule, undefined, slotOf);
  if (before.judged?.by !== by) before.judged = { by, found: judge(rule.said, input) };
  return before.judged;
}

const slotOf = (): { judged?: Judged } => ({});

function judge(rule: ProfileRule, input: RuleInput): Judged['found'] {
  judgedRules.count++;
  const found: Judged['found'][number][] = [];
  const own = alone(rule, input);
  for (const check of eachChecks) {
    const reports: KeptReport[] = [];
    try {
      for (const report of check(own)) {
        const { cure, within: _, ...plain } = report;
        reports.push({ report: accepted(report, own) ? { ...plain, severity: 'warning' } : plain, curable: cure !== undefined });
      }
      if (reports.length) found.push({ check, reports });
    } catch (error) {
      found.push({ check, reports, error });
    }
  }
  return found;
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

/** A report about a rule at the rule's place. Its cures are made from the rule as it is there. */
function placedAt({ report, curable }: KeptReport, start: number, again: () => Iterable<Report>, index: number): Report {
  const moved = (place: Span): Span => ({ start: place.start + start, end: place.end + start });
  return {
    ...report,
    span: moved(report.span),
    ...(report.related && { related: report.related.map((one) => (one.uri === undefined ? { ...one, span: moved(one.span) } : one)) }),
    ...(curable && { cure: () => [...again()][index]?.cure?.() ?? [] }),
  };
}

/** Whether the loader on this host passes over the rule that would make it refuse the file. */
const accepted = ({ within, severity = 'error' }: ProfileReport, { resolved }: Pick<Analysis, 'resolved'>): boolean =>
  within !== undefined && severity === 'error' && resolved.passedOver.has(within);
