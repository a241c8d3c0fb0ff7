import { memoWord, type PodSecurityLevel } from '../../../core';
import { controlsAt } from '../../../knowledge';
import type { Pod } from '../model';
import { baselineChecks } from './baseline';
import { restrictedChecks } from './restricted';
import type { Violation } from './violation';

/** Everything for which a level refuses the pod as it is written, in the order of upstream's messages. */
export const violationsAt = (pod: Pod, level: PodSecurityLevel, minor: number): readonly Violation[] =>
  violationsBy(pod, `${level} ${minor}`, level, minor);

const violationsBy = memoWord((pod: Pod, _: string, level: PodSecurityLevel, minor: number): readonly Violation[] =>
  controlsAt(level, minor).flatMap((control) => {
    const check = baselineChecks[control.id] ?? restrictedChecks[control.id];
    return [...(check?.(pod, minor) ?? [])].map((breach) => ({ ...breach, control }));
  }),
);
