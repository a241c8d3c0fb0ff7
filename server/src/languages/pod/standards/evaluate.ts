import type { PodSecurityLevel } from '../../../core';
import { controlsAt } from '../../../knowledge';
import type { Pod } from '../model';
import { baselineChecks } from './baseline';
import { restrictedChecks } from './restricted';
import type { Violation } from './violation';

const known = new WeakMap<Pod, Map<string, readonly Violation[]>>();

/** Everything for which a level refuses the pod as it is written, in the order of upstream's messages. */
export function violationsAt(pod: Pod, level: PodSecurityLevel, minor: number): readonly Violation[] {
  const answers = known.get(pod) ?? new Map<string, readonly Violation[]>();
  known.set(pod, answers);
  const key = `${level} ${minor}`;
  const before = answers.get(key);
  if (before) return before;
  const violations = controlsAt(level, minor).flatMap((control) => {
    const check = baselineChecks[control.id] ?? restrictedChecks[control.id];
    return [...(check?.(pod, minor) ?? [])].map((breach) => ({ ...breach, control }));
  });
  answers.set(key, violations);
  return violations;
}
