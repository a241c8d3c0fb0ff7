import type { Related, Span } from '../../../core';
import type { PodControl } from '../../../knowledge';
import { holderOf, type Node } from '../../../tree';
import type { PodChange } from '../harden/change';
import { type Container, type Pod, titleOf } from '../model';

/** What a check of the Pod Security Standards finds, in one place. */
export interface Breach {
  /** The value that is refused, or the name of what has none. */
  readonly span: Span;
  /** Follows the reason and a colon: which container must do what, with the allowed values. */
  readonly detail: string;
  /** Something is not written, as opposed to written wrongly. */
  readonly missing?: boolean;
  /** Another rule says why no cluster takes or starts this, whatever its policy. */
  readonly unheard?: boolean;
  readonly related?: readonly Related[];
  /** The container that it is about; absent: the pod. */
  readonly container?: Container;
  /** What makes the pod pass this check; empty where nothing can without knowing the workload. */
  readonly changes: readonly PodChange[];
}

export interface Violation extends Breach {
  readonly control: PodControl;
}

/** A check at a policy version, `minor` is 34 for v1.34. */
export type Check = (pod: Pod, minor: number) => Iterable<Breach>;

export const quoted = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');

/** Where a container is pointed at: its name. */
export const nameSpan = (container: Container): Span => container.nameNode?.span ?? firstCharacter(container.node);

const firstCharacter = (node: Node): Span => ({ start: node.span.start, end: Math.min(node.span.start + 1, node.span.end) });

/** Where a value is pointed at: a scalar itself, a collection by its key. */
export function valueSpan(node: Node): Span {
  if (node.kind === 'scalar' || node.kind === 'alias') return node.span;
  return holderOf(node)?.key.span ?? firstCharacter(node);
}

/** `containers`, or the one that is meant: `container "app"`. */
export function titleOfAll(containers: readonly Container[]): string {
  const [first] = containers;
  return containers.length === 1 && first ? titleOf(first) : `containers ${quoted(containers.map(({ name }) => name))}`;
}
