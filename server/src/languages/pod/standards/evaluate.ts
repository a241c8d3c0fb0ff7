import { memoWord, type PodSecurityLevel } from '../../../core';
import { controlsAt, type PodControl } from '../../../knowledge';
import type { Pod } from '../model';
import { baselineChecks } from './baseline';
import { restrictedChecks } from './restricted';
import type { Violation } from './violation';

/**
 * Everything for which a level refuses the pod as it is written, in the order of upstream's messages; with `among` by one control alone, or by that which
 * replaces it.
 */
export const violationsAt = (pod: Pod, level: PodSecurityLevel, minor: number, among?: string): readonly Violation[] =>
  violationsBy(pod, `${level} ${minor} ${among}`, level, minor, among);

const violationsBy = memoWord((pod: Pod, _: string, level: PodSecurityLevel, minor: number, among?: string): readonly Violation[] =>
  controlsAt(level, minor)
    .filter(({ id, overrides }) => among === undefined || (overrides ?? id) === among)
    .flatMap((control) => [...breachesOf(pod, control, minor)].map((breach) => ({ ...breach, control }))),
);

const breachesOf = (pod: Pod, { id }: PodControl, minor: number) => (baselineChecks[id] ?? restrictedChecks[id])?.(pod, minor) ?? [];

/** Whether a level takes the pod; looks no further than to the first breach. */
export const isTaken = (pod: Pod, level: PodSecurityLevel, minor: number): boolean =>
  controlsAt(level, minor).every((control) => {
    for (const _ of breachesOf(pod, control, minor)) return false;
    return true;
  });
