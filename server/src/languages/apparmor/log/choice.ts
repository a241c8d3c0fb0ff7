/** Which of the rules that answer a denial is taken. */

import type { ObserveOptions, Suggestion } from '../../../core';
import type { PathVariables } from './generalise';
import type { Option } from './option';
import { answers } from './options';
import { severityOf } from './severity';
import type { Wish } from './wishes';

/** A denial with the rules that answer it, the best first. */
export interface Offer {
  readonly wish: Wish;
  readonly options: readonly Option[];
}

export interface Choice extends Offer {
  /** -1 where none is taken. */
  readonly index: number;
  readonly option?: Option;
}

/** What is chosen by name, else by kind, else the best. What a chosen abstraction or pattern allows as well is not asked for again. */
export function choose(offers: readonly Offer[], options: Pick<ObserveOptions, 'prefer' | 'chosen'>, otherwise = 0): readonly Choice[] {
  const all = offers.map((offer): Choice => {
    const index = indexOf(offer, options, otherwise);
    const option = offer.options[index];
    return { ...offer, index, ...(option && { option }) };
  });
  const wide = all.filter(({ option }) => option?.abstraction !== undefined || option?.kind === 'glob');
  const dropped = new Set<Choice>();
  for (const taken of wide) {
    if (dropped.has(taken)) continue;
    for (const other of all) {
      if (other === taken || dropped.has(other) || !other.option || other.wish.subject !== taken.wish.subject) continue;
      if (other.option.kind === 'deny' || !answers(taken.option as Option, other.wish)) continue;
      dropped.add(other);
      for (const line of other.wish.lines) taken.wish.lines.add(line);
    }
  }
  return all.filter((one) => !dropped.has(one));
}

function indexOf(
  { wish, options }: Offer,
  { prefer = [], chosen = {} }: Pick<ObserveOptions, 'prefer' | 'chosen'>,
  otherwise: number,
): number {
  const named = Object.hasOwn(chosen, wish.id) ? chosen[wish.id] : undefined;
  if (named !== undefined && named < options.length) return named;
  for (const kind of prefer) {
    const index = options.findIndex((option) => option.kind === kind);
    if (index >= 0) return index;
  }
  return otherwise;
}

function severityOfOption({ kind, rule, abstraction }: Option, request: Wish['request'], scope: PathVariables): Suggestion['severity'] {
  if (kind === 'deny') return undefined;
  if (abstraction?.risk !== undefined) return { level: 'high', why: abstraction.risk };
  return severityOf(request, abstraction ? '' : rule, scope);
}

/** As people see it. */
export function offered({ wish, options, index }: Choice): Suggestion {
  const { subject, request, lines, id } = wish;
  const option = (options[index] ?? options[0]) as Option;
  const { note } = option;
  const severity = severityOfOption(option, request, subject.scope);
  return {
    id,
    rule: option.rule,
    lines: [...lines].sort((a, b) => a - b),
    ...(subject.name !== '' && { profile: subject.name }),
    ...(note !== undefined && note !== severity?.why && { note }),
    ...(severity && { severity }),
    alternatives: options.map(({ kind, rule, note: own }) => ({ kind, rule, ...(own !== undefined && { note: own }) })),
    chosen: index,
  };
}
