import type { Context, Fix, Report, Rule } from '../../../core';
import { get, type Member, membersOf, type Path, toValue } from '../../../tree';
import { editsFor } from '../harden/apply';
import { remove, set } from '../harden/change';
import { type Container, everyHolder, nameOf, type Pod, podsOf } from '../model';
import type { PodPart } from '../part';
import { containerFields, podFields, specFields } from '../structure';
import { strictDecoding } from './authority';
import { podWith } from './example';

interface Misplaced {
  readonly member: Member;
  readonly path: Path;
  readonly report: Report;
  /** Where it belongs; one for each container where the pod's goes to all. */
  readonly targets: readonly Path[];
  readonly place: string;
}

/** Security fields that exist, but not where they are written. */
export function* misplaced(part: PodPart, context: Context): Generator<Misplaced> {
  for (const pod of podsOf(part, context)) {
    if (pod.workload.form !== 'pod') continue;
    for (const { holder, path, container } of everyHolder(pod)) {
      const node = 'spec' in holder ? holder.spec : holder.node;
      const own = container ? containerFields : podFields;
      for (const member of membersOf(get(node, 'securityContext'))) {
        const key = String(member.key.value);
        const home = own.includes(key) ? undefined : homeOf(pod, key, container !== undefined);
        if (home) yield reportOf(member, [...path, 'securityContext', key], home, container);
      }
      for (const member of membersOf(node)) {
        const key = String(member.key.value);
        const home = own.includes(key)
          ? {
              place: container ? 'in its securityContext' : 'in the securityContext of the pod',
              targets: [[...path, 'securityContext', key]],
            }
          : container || containerFields.includes(key)
            ? homeOf(pod, key, container !== undefined)
            : undefined;
        if (home) yield reportOf(member, [...path, key], home, container);
      }
    }
  }
}

function reportOf(member: Member, path: Path, home: Pick<Misplaced, 'targets' | 'place'>, container: Container | undefined): Misplaced {
  const key = String(member.key.value);
  const message = `\`${key}\` is written on ${nameOf(container)}, where the API server does not know it; it belongs ${home.place}.`;
  return { member, path, report: { span: member.key.span, message }, ...home };
}

function homeOf(pod: Pod, key: string, onContainer: boolean): Pick<Misplaced, 'targets' | 'place'> | undefined {
  if (onContainer && podFields.includes(key)) return { place: 'on the pod', targets: [[...pod.path, 'securityContext', key]] };
  if (!onContainer && containerFields.includes(key))
    return { place: 'on each container', targets: pod.containers.map(({ path }) => [...path, 'securityContext', key]) };
  const inSpec =
    specFields.includes(key) && !['securityContext', 'containers', 'initContainers', 'ephemeralContainers', 'volumes'].includes(key);
  return inSpec ? { place: 'in the pod spec itself', targets: [[...pod.path, key]] } : undefined;
}

export const misplacedField: Rule<PodPart> = {
  code: 'pod/misplaced-field',
  title: 'A security field at the wrong level',
  category: 'correctness',
  severity: 'error',
  why: 'The field exists, but not here: `kubectl` (1.25 and later) refuses the file, other clients have it dropped in silence. `capabilities`, `privileged`, `allowPrivilegeEscalation`, `readOnlyRootFilesystem` and `procMount` exist only on containers; `fsGroup`, `sysctls` and the supplemental groups only on the pod.',
  sources: [strictDecoding],
  example: {
    bad: podWith({ container: 'securityContext:\n  fsGroup: 10001' }),
    good: podWith({ podEnd: 'securityContext:\n  fsGroup: 10001' }),
  },
  byPiece: true,
  *check(part, context) {
    for (const found of misplaced(part, context)) yield { ...found.report, cure: () => [moved(part, found)] };
  },
};

function moved(part: PodPart, { member, path, place, targets }: Misplaced): Fix | undefined {
  if (!targets.length) return undefined;
  const value = toValue(member.value) as never;
  const key = String(member.key.value);
  return {
    title: `Move ${key} ${place.replace('in ', 'to ').replace('on ', 'to ')}…`,
    edits: editsFor(part, [remove(path), ...targets.map((target) => set(target, value))]),
    safe: false,
    note: `Where \`${key}\` was dropped until now, it takes effect.`,
  };
}
