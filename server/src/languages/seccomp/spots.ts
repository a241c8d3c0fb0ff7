import type { Context, Finding, Fix, Report, Rule, Span } from '../../core';
import { holderOf, type Node, resolved, type Tree } from '../../tree';
import { type Analysis, analysisOf } from './analysis';
import type { Profile, ProfileRule } from './model';
import type { SeccompPart } from './part';

/** A finding and what cures it, found in one walk. */
export interface Spot extends Report {
  /** The rule that is wrong, where the loader looks at it only if its conditions hold: elsewhere the file is taken. */
  readonly within?: ProfileRule;
  readonly cure?: () => readonly Fix[];
}

/** What a rule looks at. */
export interface Scene extends Analysis {
  readonly part: SeccompPart;
  readonly tree: Tree;
  readonly context: Context;
}

type Look = (scene: Scene) => Iterable<Spot>;

/** A rule's check, for rules without a fix. */
export function found(look: Look): Pick<Rule<SeccompPart>, 'check'> {
  return { check: (part, context) => spotsOf(look, part, context).map(report) };
}

/** A rule's check and fixes. */
export function cured(look: Look): Pick<Rule<SeccompPart>, 'check' | 'fixes'> {
  return { ...found(look), fixes: (part, finding, context) => spotAt(look, part, finding, context)?.cure?.() ?? [] };
}

const report = ({ cure: _, within: __, ...rest }: Spot): Report => rest;

/** What is refused somewhere is no error where it is taken. */
function judged(spot: Spot, { resolved: { passedOver } }: Analysis): Spot {
  const { within, severity = 'error' } = spot;
  return within && severity === 'error' && passedOver.has(within) ? { ...spot, severity: 'warning' } : spot;
}

const known = new WeakMap<Look, WeakMap<SeccompPart, { readonly context: Context; readonly spots: readonly Spot[] }>>();

/** Fixes are asked for finding by finding: the walk is made once. */
function spotsOf(look: Look, part: SeccompPart, context: Context): readonly Spot[] {
  const byPart = known.get(look) ?? new WeakMap();
  known.set(look, byPart);
  const before = byPart.get(part);
  if (before?.context === context) return before.spots;
  const analysis = analysisOf(part, context);
  const spots = analysis ? [...look({ ...analysis, part, tree: part.tree, context })].map((spot) => judged(spot, analysis)) : [];
  byPart.set(part, { context, spots });
  return spots;
}

const spotAt = (look: Look, part: SeccompPart, finding: Finding, context: Context): Spot | undefined =>
  spotsOf(look, part, context).find(
    ({ span, message }) => span.start === finding.span.start && span.end === finding.span.end && message === finding.message,
  );

/** For something missing: the key that holds the object, else its opening brace. */
export function headOf(node: Node): Span {
  const holder = holderOf(node);
  if (holder) return holder.key.span;
  return { start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) };
}

/** A scalar is shown whole, a collection by its key or first character. */
export const smallest = (node: Node): Span => (resolved(node)?.kind === 'scalar' ? node.span : headOf(node));

/** What stands for a rule in the margin: its action, else its first name, else its brace. */
export const headOfRule = (rule: ProfileRule): Span => rule.names[0]?.node.span ?? rule.action?.node.span ?? headOf(rule.node);

/** Every condition with its rule. */
export function* conditionsIn({ rules }: Profile) {
  for (const rule of rules) for (const condition of rule.args) yield { rule, condition };
}
