import { memoWord, type PodSecurityLevel } from '../../../core';
import { controlsAt, type PodControl } from '../../../knowledge';
import type { Pod } from '../model';
import { long } from '../part';
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

/** Whether a level takes the pod. Of a long one, which is judged container by container, it looks no further than to the first breach. */
export function isTaken(pod: Pod, level: PodSecurityLevel, minor: number): boolean {
  if (pod.part.text.length < long) return !violationsAt(pod, level, minor).length;
  return controlsAt(level, minor).every((control) => isEmpty(breachesOf(pod, control, minor)));
}

function isEmpty(all: Iterable<unknown>): boolean {
  for (const _ of all) return false;
  return true;
}
