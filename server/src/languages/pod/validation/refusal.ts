import type { Context, Related, Severity, Span } from '../../../core';
import { get, itemsOf, type Node, type ObjectNode, type Path, resolved } from '../../../tree';
import type { PodChange } from '../harden/change';
import { type Pod, titleOf } from '../model';

/** What the API server refuses in a pod, with what cures it where one edit does. */
export interface PodRefusal {
  readonly span: Span;
  /** A whole sentence. */
  readonly message: string;
  readonly related?: readonly Related[];
  /** Absent: that of the rule. */
  readonly severity?: Severity;
  readonly cure?: { readonly title: string; readonly changes: readonly PodChange[]; readonly note?: string };
}

export type Refuses = (pod: Pod, context: Pick<Context, 'kubernetes'>) => Iterable<PodRefusal>;

export interface ListedObject {
  readonly node: ObjectNode;
  readonly path: Path;
}

/** The objects of a list, each with its path. */
export function* objectsOf(holder: Node | undefined, key: string, path: Path): Generator<ListedObject> {
  for (const [index, item] of itemsOf(get(holder, key)).entries()) {
    const node = resolved(item);
    if (node?.kind === 'object') yield { node, path: [...path, key, index] };
  }
}

/** The volumes of a pod. */
export const volumesIn = (pod: Pod): Iterable<ListedObject> => objectsOf(pod.spec, 'volumes', pod.path);

export interface Mount extends ListedObject {
  readonly container: Pod['containers'][number];
  /** `container "app"`. */
  readonly owner: string;
}

/** Members of a list of each container: `volumeMounts`, `volumeDevices`, `ports`. */
export function* inContainers(pod: Pod, key: string): Generator<Mount> {
  for (const container of pod.containers)
    for (const item of objectsOf(container.node, key, container.path)) yield { ...item, container, owner: titleOf(container) };
}
