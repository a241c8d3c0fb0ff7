import type { Span } from '../../core';
import { holderOf, type Node, resolved } from '../../tree';
import { namesOf, type ProfileModel, type ProfileRule, type TextValue } from './model';

/** For something missing: the key of the object, else its opening brace. */
export function headOf(node: Node): Span {
  const holder = holderOf(node);
  if (holder) return holder.key.span;
  return { start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) };
}

/** A scalar is shown whole, a collection by its key or first character. */
export const smallest = (node: Node): Span => (resolved(node)?.kind === 'scalar' ? node.span : headOf(node));

/** Where a finding about a whole rule is shown: its first name, else its action, else its brace. */
export const headOfRule = (rule: ProfileRule): Span => rule.names[0]?.node.span ?? rule.action?.node.span ?? headOf(rule.node);

/** Every condition with its rule. */
export function* conditionsIn({ rules }: ProfileModel) {
  for (const rule of rules) for (const condition of rule.args) yield { rule, condition };
}

/** Where a name of a rule is, by its place among them; without a look at the others. */
export function spanOfName(rule: ProfileRule, at: number): Span {
  const { span } = (namesOf(rule.said)[at] as TextValue).node;
  const by = rule.node.span.start - rule.said.node.span.start;
  return { start: span.start + by, end: span.end + by };
}
