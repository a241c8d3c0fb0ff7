import type { Context, Lens, Span } from '../../core';
import { judgementOf } from './level';
import type { Pod } from './model';
import { violationsAt } from './standards/evaluate';

/**
 * The line over pods, in two parts that are clicked apart: which levels they pass, which lists the findings, and the way to pass them.
 * Of several pods it counts what the worst one violates.
 */
export function levelLenses(span: Span, pods: readonly Pod[], context: Context, whose = ''): readonly Lens[] {
  const worst = (level: 'baseline' | 'restricted') =>
    Math.max(...pods.map((pod) => violationsAt(pod, level, judgementOf(pod, context).minor).length));
  const [baseline, restricted] = [worst('baseline'), worst('restricted')];
  const title = `${whose && `${whose}: `}baseline ${mark(baseline)} · restricted ${mark(restricted)}`;
  if (baseline + restricted === 0) return [{ span, title, command: 'diffWithDefault' }];
  return [
    { span, title, command: 'showProblems' },
    { span, title: 'Harden', command: 'harden' },
  ];
}

const mark = (count: number): string => (count ? `✗ ${count}` : '✓');
