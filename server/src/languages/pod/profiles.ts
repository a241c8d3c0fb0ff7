import { get, type Node, type Path, stringOf } from '../../tree';
import { type Container, everyHolder, nameOf, type Pod, present, securityField, writtenString } from './model';

export type ProfileField = 'seccompProfile' | 'appArmorProfile';

/** A seccomp or AppArmor profile that a pod or container names. */
export interface ProfileUse {
  readonly field: ProfileField;
  readonly node: Node;
  readonly path: Path;
  readonly container?: Container;
  /** `the pod`, `container "app"`. */
  readonly holder: string;
  readonly typeNode?: Node;
  readonly type?: string;
  /** The member, also where its value is empty. */
  readonly nameNode?: Node;
  /** `localhostProfile` as it is written. */
  readonly name?: string;
}

/** Why the API server does not take a path of a seccomp profile: pkg/apis/core/validation, validateLocalDescendingPath. */
export const pathFault = (path: string): string | undefined =>
  path.startsWith('/') ? 'is absolute' : path.split('/').includes('..') ? 'contains ..' : undefined;

export function* profilesIn(pod: Pod): Generator<ProfileUse> {
  for (const field of ['seccompProfile', 'appArmorProfile'] as const) {
    for (const { holder, path, container } of everyHolder(pod)) {
      const node = securityField(holder, field);
      if (!node) continue;
      const typeNode = present(get(node, 'type'));
      const type = writtenString(typeNode);
      const nameNode = present(get(node, 'localhostProfile'));
      const name = stringOf(nameNode) === undefined ? undefined : writtenString(nameNode);
      yield {
        field,
        node,
        path: [...path, 'securityContext', field],
        holder: nameOf(container),
        ...(container && { container }),
        ...(typeNode && { typeNode }),
        ...(type !== undefined && { type }),
        ...(nameNode && { nameNode }),
        ...(name !== undefined && { name }),
      };
    }
  }
}
