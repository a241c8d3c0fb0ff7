/** How limits of resources differ between two profiles. */

import { type Change, wordTable } from '../../../core';
import type { NormalRule } from './normal';

/** Limits: none is the loosest. */
export function limitChanges(before: readonly NormalRule[], after: readonly NormalRule[]): Change[] {
  // The last of several for one resource counts.
  const of = (rules: readonly NormalRule[]) => new Map(rules.filter(({ kind }) => kind === 'rlimit').map((rule) => [rule.resource, rule]));
  const [old, next] = [of(before), of(after)];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((name): Change[] => {
    const [a, b] = [old.get(name), next.get(name)];
    const [from, to] = [limitOf(a), limitOf(b)];
    if (from === to || a?.permission === b?.permission) return [];
    // Of niceness the lower value is the larger request.
    const loosened = name === 'nice' ? to < from : to > from;
    const said = (rule: NormalRule | undefined) => (rule ? `<= ${rule.permission}` : 'not limited');
    return [
      {
        direction: loosened ? 'loosened' : 'tightened',
        subject: `rlimit ${name}`,
        before: said(a),
        after: said(b),
        weight: 10,
        ...(a && { baselineSpan: a.span }),
        ...(b && { span: b.span }),
      },
    ];
  });
}

/** Of limits of time whose value has no unit. */
const plainUnits: Readonly<Record<string, string>> = wordTable({ cpu: 's', rttime: 'us' });

const units: Readonly<Record<string, number>> = wordTable({
  ...{ k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, us: 1, microsecond: 1, ms: 1e3, millisecond: 1e3 },
  ...{ s: 1e6, sec: 1e6, second: 1e6, min: 6e7, minute: 6e7, h: 36e8, hour: 36e8, d: 864e8, day: 864e8, week: 6048e8 },
});

function limitOf(rule: NormalRule | undefined): number {
  const [, value, unit = ''] = /^(-?\d+)([A-Za-z]*)$/.exec(rule?.permission ?? '') ?? [];
  if (value === undefined) return rule?.resource === 'nice' ? -Infinity : Infinity;
  const short = unit.toLowerCase().replace(/^([kmg])b$/, '$1');
  const plain = plainUnits[rule?.resource ?? ''] ?? '';
  return Number(value) * (units[short || plain] ?? units[short.replace(/s$/, '')] ?? 1);
}
