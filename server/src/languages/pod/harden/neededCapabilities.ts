import { capabilityNeeds } from '../../../knowledge';
import { get, itemsOf, stringOf } from '../../../tree';
import { nonRootUser } from '../capabilities';
import { type Container, type Pod, securityField } from '../model';
import { append, type PodChange, set } from './change';
import { imageOf } from './identity';

/** What the image of a container needs to start as root. */
export interface NeededCapabilities {
  /** `postgres`. */
  readonly image: string;
  readonly capabilities: readonly string[];
  /** Which image needs what, why, and where that is written. */
  readonly note: string;
}

/** Undefined where the container starts as another user, or the image is not known: root alone has use for added capabilities. */
export function neededAsRoot(pod: Pod, container: Container): NeededCapabilities | undefined {
  const needs = nonRootUser(pod, container) === undefined ? capabilityNeeds(imageOf(container) ?? '') : undefined;
  return (
    needs && {
      image: needs.image,
      capabilities: needs.capabilities,
      note: `${needs.image} needs ${needs.capabilities.join(', ')} when it starts as root: ${needs.because} (${needs.source}).`,
    }
  );
}

/** The capabilities of a list that the container doesn't add yet. */
export function addingAll(container: Container, names: readonly string[]): readonly PodChange[] {
  const added = itemsOf(get(securityField(container, 'capabilities'), 'add'));
  const present = new Set(added.map((item) => stringOf(item)));
  const missing = names.filter((name) => !present.has(name));
  const path = [...container.path, 'securityContext', 'capabilities', 'add'];
  if (!missing.length) return [];
  return added.length ? missing.map((name) => append(path, name)) : [set(path, missing)];
}
