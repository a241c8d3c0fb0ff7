import type { Context } from '../../../core';
import { type Capability, findCapability } from '../../../knowledge';
import { get, itemsOf, type Node, type Path } from '../../../tree';
import { type Container, type Pod, podsOf, securityField, writtenString } from '../model';
import type { PodPart } from '../part';

/** A capability that a container adds, with its place. */
interface AddedCapability {
  readonly pod: Pod;
  readonly container: Container;
  readonly capability: Capability;
  readonly item: Node;
  readonly path: Path;
}

export function* addedCapabilityNodes(part: PodPart, context: Pick<Context, 'pod'>): Generator<AddedCapability> {
  for (const pod of podsOf(part, context))
    for (const container of pod.containers)
      for (const [index, item] of itemsOf(get(securityField(container, 'capabilities'), 'add')).entries()) {
        const capability = findCapability(writtenString(item) ?? '');
        if (!capability) continue;
        yield { pod, container, capability, item, path: [...container.path, 'securityContext', 'capabilities', 'add', index] };
      }
}
